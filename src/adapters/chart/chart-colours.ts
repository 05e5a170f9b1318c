/**
 * Okabe and Ito's colours, which people with any kind of colour-blindness can tell apart, on a ground of our own: a
 * picture without one disappears in dark mode. Shape and dash say the same as the colour does.
 */
export const chartColours = {
  ground: '#ffffff',
  panel: '#f6f7f9',
  ink: '#1b1f24',
  quietInk: '#57606a',
  grid: '#d8dee4',
  own: '#0072b2',
  median: '#d55e00',
  band: 'rgba(0, 158, 115, 0.18)',
  bandEdge: '#009e73',
  // Darker than theirs: as text on our ground they need a contrast of 4.5.
  module: '#a0477b',
  asset: '#7a5c00',
} as const;
