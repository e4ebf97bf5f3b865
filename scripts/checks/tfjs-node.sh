# The TensorFlow.js adapter on TensorFlow itself, through @tensorflow/tfjs-node.
set -euo pipefail
node scripts/tfjs-node.mjs test
