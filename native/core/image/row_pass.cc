#include "core/image/row_pass.h"

#include <algorithm>
#include <cmath>

#include "core/image/orientation.h"

namespace dareblopy {

namespace {

/// The interval [begin, begin + length) of whole pixels, in an image whose axis of `whole` pixels
/// was scaled to `scaled` by eighths: pixel i of it covers [i * 8 / eighths, (i + 1) * 8 /
/// eighths).
Axis ScaledAxis(uint32_t begin, uint32_t length, uint32_t eighths, uint32_t scaled) {
  const double factor = eighths / 8.0;
  Axis axis;
  axis.begin = begin * factor;
  axis.length = length * factor;
  axis.low = static_cast<int32_t>(std::floor(axis.begin));
  axis.high = static_cast<int32_t>(std::min<double>(std::ceil(axis.begin + axis.length), scaled));
  return axis;
}

/// Writes the rows of the plan's window where they belong.
class WindowWriter final : public RowSink {
 public:
  WindowWriter(RowWriter& writer, const Geometry& plan) : writer_(writer), plan_(plan) {}
  void TakeRow(uint32_t y, const uint8_t* pixels) override {
    const uint32_t row = plan_.invert ? plan_.window.height - 1 - y : y;
    writer_.WriteBytes(plan_.top + row, plan_.left, pixels, plan_.window.width, plan_.mirror);
  }

 private:
  RowWriter& writer_;
  const Geometry& plan_;
};

}  // namespace

Status RowPass::Run() {
  const ImageSize stored = source_.size();
  const Orientation orientation = source_.orientation();
  transpose_ = orientation.transpose;
  const ImageSize upright = orientation.Upright(stored);
  DAREBLOPY_ASSIGN(const Geometry upright_plan,
                   PlanGeometry(upright, options_.geometry, target_.key, source_.outside()));
  const Geometry plan = WithoutFlips(upright_plan, upright, orientation);
  if (options_.geometry.fit == Fit::pad) writer_.Fill(options_.background);
  const bool as_it_is = plan.resized == ImageSize{plan.source.width, plan.source.height};
  return as_it_is ? CopyWindow(plan) : ResizeWindow(plan);
}

Result<PixelBlock> RowPass::DecodeRect(const Rect& rect) {
  const Rect stored = transpose_ ? Rect{rect.y, rect.x, rect.height, rect.width} : rect;
  const size_t pixel = format_.pixel_bytes();
  const size_t stride = stored.width * pixel;
  const MutableBytes pixels = pixels_.Resize(stride * stored.height);
  DAREBLOPY_TRY(source_.Decode(stored, pixels.data(), stride));
  PixelBlock block{pixels.data(), stride, format_.channels, format_.sample_bytes(), rect};
  if (!transpose_) return block;
  const MutableBytes turned = transposed_.Resize(pixels.size());
  TurnUpright(pixels.data(), stride, {stored.width, stored.height}, pixel, {.transpose = true},
              turned.data());
  block.data = turned.data();
  block.stride = rect.width * pixel;
  return block;
}

Status RowPass::CopyWindow(const Geometry& plan) {
  if (auto whole = source_.Prepare(kWholeScale); !whole.ok()) return std::move(whole.error());
  const Rect window{plan.source.x + plan.window.x, plan.source.y + plan.window.y, plan.window.width,
                    plan.window.height};
  uint8_t* direct = writer_.DirectRows(plan.top, plan.left);
  if (direct != nullptr && !plan.mirror && !plan.invert && !transpose_) {
    return source_.Decode(window, direct, writer_.DirectStride());
  }
  WindowWriter sink(writer_, plan);
  if (!transpose_) return source_.DecodeRows(window, sink);
  DAREBLOPY_ASSIGN(const PixelBlock block, DecodeRect(window));
  for (uint32_t y = 0; y < window.height; ++y) sink.TakeRow(y, block.data + y * block.stride);
  return {};
}

/// The most reduction that still leaves a factor of one and a half to the filter, which hides what
/// the inverse DCT's box does (Pillow's draft and reducing_gap leave two). Only for the averaging
/// filters: for the others, which pixels they pick would change.
uint32_t RowPass::ChooseScale(const Geometry& plan) const {
  constexpr double kLeftToFilter = 1.5;
  const bool averages =
      options_.resample == Resample::triangle || options_.resample == Resample::area;
  if (options_.exact || !averages || !source_.reduces()) return kWholeScale;
  const double reduction = std::min(static_cast<double>(plan.source.width) / plan.resized.width,
                                    static_cast<double>(plan.source.height) / plan.resized.height);
  for (uint32_t eighths : {1u, 2u, 4u}) {
    if (reduction * eighths / kWholeScale >= kLeftToFilter) return eighths;
  }
  return kWholeScale;
}

Status RowPass::ResizeWindow(const Geometry& plan) {
  const uint32_t eighths = ChooseScale(plan);
  DAREBLOPY_ASSIGN(ImageSize scaled, source_.Prepare(eighths));
  if (transpose_) scaled = {scaled.height, scaled.width};
  const Axis x_axis = ScaledAxis(plan.source.x, plan.source.width, eighths, scaled.width);
  const Axis y_axis = ScaledAxis(plan.source.y, plan.source.height, eighths, scaled.height);
  const bool shrinks = x_axis.length >= plan.resized.width && y_axis.length >= plan.resized.height;
  const Taps x = MakeTaps(x_axis, plan.resized.width, plan.window.x, plan.window.width, plan.mirror,
                          options_.resample, shrinks);
  const Taps y = MakeTaps(y_axis, plan.resized.height, plan.window.y, plan.window.height,
                          plan.invert, options_.resample, shrinks);
  DAREBLOPY_ASSIGN(const PixelBlock block, DecodeRect(NeededBy(x, y)));
  Resize(block, x, y, plan.left, plan.top, writer_);
  return {};
}

}  // namespace dareblopy
