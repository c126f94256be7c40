/** Reports the progress of long work. Both counts have the same unit. */
export type Progress = (done: number, total: number) => void;
