/** What whoever runs the bot can do about a refusal of Slack's. */
const cures: Record<string, string> = {
  not_in_channel: 'invite the app to the channel: /invite @Elevate',
  channel_not_found: 'the channel is gone, or private and the app is not in it: /invite @Elevate',
  is_archived: 'the channel is archived: unarchive it, or ask elsewhere',
  missing_scope: 'a scope is missing: run npm run doctor, then install the app again',
  account_inactive: 'the app was removed from the workspace: install it again',
  token_revoked: 'the token was revoked: install the app again',
  invalid_auth: 'SLACK_BOT_TOKEN is no good: copy it again from OAuth & Permissions',
  file_uploads_disabled: 'the workspace takes no files: ask its admin',
  file_uploads_except_images_disabled: 'the workspace takes pictures only: ask its admin',
  file_type_not_allowed: 'the workspace does not take such files: ask its admin',
  file_upload_size_restricted: 'the workspace takes no files of that size: ask its admin',
  user_disabled: 'the person was deactivated: nobody is there to read it',
  user_not_found: 'the person is gone, or of another organisation',
  messages_tab_disabled: 'App Home → Show Tabs → Messages Tab is off: switch it on',
  restricted_action: 'the workspace does not let apps post here: ask its admin',
};

export function cureOf(error: string): string | undefined {
  return cures[error];
}

/** Why we may not write in a place, as its people would say it; undefined where the place is not what is refused. */
export function refusalOfPlace(error: string): string | undefined {
  switch (error) {
    case 'is_archived':
      return 'the channel is archived';
    case 'not_in_channel':
    case 'channel_not_found':
      return 'I am not in the channel; /invite @Elevate brings me in';
    case 'thread_not_found':
    case 'cannot_reply_to_message':
      return 'the thread is gone';
    default:
      // restricted_action, restricted_action_read_only_channel and others of its kind.
      return error.startsWith('restricted_action') ? 'I am not allowed to write in the channel' : undefined;
  }
}
