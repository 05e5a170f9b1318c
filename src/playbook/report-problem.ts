/** Takes what is wrong with a content file, the likely cure included; whoever made it knows the file. */
export type ReportProblem = (problem: string) => void;
