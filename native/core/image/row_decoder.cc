#include "core/image/row_decoder.h"

#include <utility>

#include "core/image/row_pass.h"
#include "core/image/whole_image.h"

namespace dareblopy {

namespace {

ImageFormat FormatOf(const RowOptions& options, ImageSize size) {
  return {.size = size,
          .channels = ChannelsOf(options.format),
          .dtype = options.dtype,
          .layout = options.layout,
          .affine = options.affine};
}

std::vector<uint64_t> ShapeOf(const ImageFormat& format) {
  const auto [width, height] = format.size;
  if (format.layout == Layout::chw) return {format.channels, height, width};
  return {height, width, format.channels};
}

/// The images of one batch, each an array of its own size.
class ImageRows final : public VariableRows {
 public:
  explicit ImageRows(size_t rows) : images_(rows) {}
  void Set(size_t row, ArrayValue image) { images_[row] = std::move(image); }
  Result<Value> Finish(const std::vector<uint8_t>& good) override {
    ListValue list;
    for (size_t row = 0; row < images_.size(); ++row) {
      if (good[row] != 0) list.push_back(Value{std::move(images_[row])});
    }
    return Value{std::move(list)};
  }

 private:
  std::vector<ArrayValue> images_;
};

}  // namespace

RowDecoder::RowDecoder(std::shared_ptr<const ImageCodec> codec, const RowOptions& options)
    : codec_(std::move(codec)),
      options_(options),
      format_(FormatOf(options, options.geometry.size)),
      column_{.name = "",
              .dtype = options.dtype,
              .row_shape = ShapeOf(format_),
              .row_bytes = format_.bytes()} {}

Status RowDecoder::DecodeRow(Bytes sample, const RowTarget& target) const {
  DAREBLOPY_ASSIGN(const auto source, codec_->Open(sample, {.cancelled = target.cancelled}));
  if (options_.jitter.any()) return DecodeJittered(*source, target);
  return RowPass(options_, format_, *source, target).Run();
}

Status RowDecoder::DecodeJittered(ImageSource& source, const RowTarget& target) const {
  const auto factors = options_.jitter.Draw(target.key, options_.geometry.salt);
  ImageFormat planes = format_;
  planes.dtype = DType::float32;
  planes.layout = Layout::chw;
  planes.affine = {};
  ScratchBuffer scratch(planes.bytes());
  uint8_t* const column = scratch.bytes().data();
  RowTarget aside = target;
  aside.columns = {&column, 1};
  aside.past_caches = false;  // it is read again at once
  DAREBLOPY_TRY(RowPass(options_, planes, source, aside).Run());
  auto* values = reinterpret_cast<float*>(column);
  const size_t plane = size_t{planes.size.width} * planes.size.height;
  Jitter(values, plane, plane, options_.format, factors);
  RowWriter(format_, target.columns[0]).WritePlanes(values);
  return {};
}

std::unique_ptr<VariableRows> ImageListDecoder::NewVariable(size_t rows) const {
  return std::make_unique<ImageRows>(rows);
}

Status ImageListDecoder::DecodeRow(Bytes sample, const RowTarget& target) const {
  const bool stored = options_.dtype == DType::uint8 || options_.dtype == DType::uint16;
  WholeOptions whole{.format = options_.format, .dtype = options_.dtype};
  if (stored) {
    whole.layout = options_.layout;
  } else {
    whole.dtype = DType::uint8;
  }
  WholeImage image(*codec_, whole);
  DAREBLOPY_ASSIGN(const ImageSize size, image.Open(sample, {.cancelled = target.cancelled}));
  const ImageFormat format = FormatOf(options_, size);
  ArrayValue array{
      .dtype = options_.dtype, .shape = ShapeOf(format), .data = Buffer(format.bytes())};
  if (stored) {
    DAREBLOPY_TRY(image.Decode(array.data.data()));
  } else {
    ScratchBuffer pixels(image.ByteSize());
    DAREBLOPY_TRY(image.Decode(pixels.bytes().data()));
    RowWriter writer(format, array.data.data());
    const size_t stride = size_t{size.width} * format.channels;
    for (uint32_t y = 0; y < size.height; ++y) {
      writer.WriteBytes(y, 0, pixels.bytes().data() + y * stride, size.width, false);
    }
  }
  static_cast<ImageRows*>(target.variable)->Set(target.row, std::move(array));
  return {};
}

}  // namespace dareblopy
