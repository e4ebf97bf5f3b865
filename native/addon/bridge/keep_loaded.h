#pragma once

namespace dareblopy::addon {

/// Pins the addon in the process. Node unmaps an addon that only workers had loaded when the last
/// of them ends, and the pool's threads would be left without their code.
void KeepLoaded();

}  // namespace dareblopy::addon
