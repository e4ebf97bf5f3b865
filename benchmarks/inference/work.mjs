/** What every side does to each picture. */
export const SIDE = 224;
export const BATCH = 32;
export const MEAN = [0.485, 0.456, 0.406];
export const STD = [0.229, 0.224, 0.225];
