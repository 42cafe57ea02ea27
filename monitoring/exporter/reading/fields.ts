/** The words of a line, parted by any run of blanks, as the kernel pads its columns. */
export const fields = (line: string): readonly string[] => line.match(/\S+/g) ?? [];
