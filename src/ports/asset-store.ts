import type { AssetVersion } from '../domain/asset-version.ts';
import type { UserGeneratedAsset } from '../domain/user-generated-asset.ts';

/** What may be said of an asset beside its text. An empty channel and `implementedAt: null` take the field away. */
export type AssetChange = Partial<Pick<UserGeneratedAsset, 'title' | 'channel' | 'status'>> & {
  implementedAt?: number | null;
};

/** Saved work of one person. Each call sees the user's own assets only, and costs nothing for other people's. */
export interface AssetStore {
  get(userId: string, assetId: string): Promise<UserGeneratedAsset | undefined>;
  /** Newest first, at most `limit`. */
  newest(userId: string, limit: number): Promise<UserGeneratedAsset[]>;
  /** The newest saved from a prompt and not archived. */
  newestOf(userId: string, promptCode: string): Promise<UserGeneratedAsset | undefined>;
  /** Those that went live at or after a moment, the latest first, at most `limit`; also those archived since. */
  wentLive(userId: string, sinceMs: number, limit: number): Promise<UserGeneratedAsset[]>;
  /** Those that were saved, opened or refined in a conversation, the latest first, at most `limit`. */
  openedIn(userId: string, threadKey: string, limit: number): Promise<UserGeneratedAsset[]>;
  /** Notes that it is open in a conversation, unless it was opened later elsewhere. */
  noteOpened(userId: string, assetId: string, threadKey: string, atMs: number): Promise<void>;
  /** Changes what is named and leaves the rest; undefined where it is not theirs. */
  change(
    userId: string,
    assetId: string,
    change: AssetChange,
    atMs: number,
  ): Promise<UserGeneratedAsset | undefined>;
  /**
   * Keeps a new wording, and the one before it, and makes it the asset's own; its run and the asset then point at each
   * other. Done again with the same version it changes nothing, whatever came after. Undefined where it is not theirs.
   */
  keepVersion(version: Omit<AssetVersion, 'number'>): Promise<UserGeneratedAsset | undefined>;
  /** Oldest first, at most the newest `limit`; empty where the text never changed. */
  versions(userId: string, assetId: string, limit: number): Promise<AssetVersion[]>;
}
