// What both sides of the comparison have to make: the usual input of an image classifier.
export const SIZE = 224;
export const BATCH_SIZE = 32;
/** Of ImageNet, on a scale of 0 to 1; red, green, blue. */
export const MEAN = [0.485, 0.456, 0.406];
export const STD = [0.229, 0.224, 0.225];
