import type { PendingRequest } from '../domain/pending-request.ts';

export interface PendingRequestStore {
  /** Keeps it unless one of that id is there. */
  put(request: PendingRequest): Promise<void>;
  /**
   * Notes the form that answered the request and what it answered, unless another form did so before. Returns the
   * request as it is then: `answeredBy` says whose answers hold.
   */
  answer(
    request: PendingRequest,
    answer: Required<Pick<PendingRequest, 'answeredBy' | 'inputs'>> & Pick<PendingRequest, 'elevateStep'>,
  ): Promise<PendingRequest>;
  /** Only the owner's: undefined for another person's as for none. */
  get(userId: string, id: string): Promise<PendingRequest | undefined>;
}
