/** Where the app is set, in the words that stand on Slack's pages. */
export const apps = 'https://api.slack.com/apps → your app';
export const botScreen = `${apps} → OAuth & Permissions`;
export const appScreen = `${apps} → Basic Information`;
