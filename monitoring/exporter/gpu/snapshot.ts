/** Facts of a card, as labels; empty where unknown. */
export type GpuInfo = {
  readonly name: string;
  readonly driverVersion: string;
  readonly cudaVersion: string;
  readonly vbios: string;
  readonly pciBusId: string;
  readonly computeCapability: string;
  readonly persistenceMode: string;
  readonly computeMode: string;
};

/** The clocks that a card tells of. */
export const clockNames = ["sm", "memory", "graphics", "video"] as const;
export type ClockName = (typeof clockNames)[number];

/** Hertz by clock; absent where the card does not tell. */
export type Clocks = { readonly [name in ClockName]?: number };

/**
 * One card at one moment, in base units. A figure that the card, the driver or a permission withholds is absent, never 0.
 * Every source of readings fills this, and only this is turned into metrics, so that the source cannot be told from them.
 */
export type Gpu = {
  readonly index: number;
  readonly uuid: string;
  readonly info: GpuInfo;
  /** 0 to 100. */
  readonly utilization?: number;
  /** 0 to 100, of the time in which memory was read or written. */
  readonly memoryUtilization?: number;
  readonly memoryUsedBytes?: number;
  readonly memoryFreeBytes?: number;
  readonly memoryReservedBytes?: number;
  readonly memoryTotalBytes?: number;
  readonly temperatureCelsius?: number;
  readonly memoryTemperatureCelsius?: number;
  readonly powerWatts?: number;
  readonly powerLimitWatts?: number;
  readonly powerDefaultLimitWatts?: number;
  /** 0 for P0, the fastest, to 15. */
  readonly performanceState?: number;
  /** 0 to 100 and beyond, one a fan, in their order. */
  readonly fanSpeeds: readonly number[];
  readonly clocks: Clocks;
  readonly maxClocks: Clocks;
};

/** All cards at one moment. */
export type GpuSnapshot = { readonly gpus: readonly Gpu[] };
