import { createContext, useContext } from "react";
import { type Glyphs, glyphsFor } from "../glyphs.ts";
import type { Look } from "../look.ts";
import { type Paint, painter } from "../paint.ts";

export interface Theme extends Look {
  readonly glyphs: Glyphs;
  readonly paint: Paint;
}

export const themeOf = (look: Look): Theme => ({ ...look, glyphs: glyphsFor(look), paint: painter(look) });

const ThemeContext = createContext<Theme>(themeOf({ colour: false, unicode: false }));

export const ThemeProvider = ThemeContext.Provider;
export const useTheme = (): Theme => useContext(ThemeContext);
