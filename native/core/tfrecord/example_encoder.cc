#include "core/tfrecord/example_encoder.h"

#include <bit>

#include "core/tfrecord/wire.h"

// Every length precedes what it measures, so sizes are computed first, from the inside out.

namespace dareblopy::tfrecord {

namespace {

size_t VarintSize(uint64_t value) {
  return (static_cast<size_t>(std::bit_width(value | 1)) + 6) / 7;
}

/// A field of one-byte tag holding `size` bytes.
size_t FieldSize(size_t size) { return 1 + VarintSize(size) + size; }

void PutVarint(Buffer& out, uint64_t value) {
  uint8_t bytes[10];
  size_t size = 0;
  for (; value >= 0x80; value >>= 7) bytes[size++] = static_cast<uint8_t>(value | 0x80);
  bytes[size++] = static_cast<uint8_t>(value);
  out.Append({bytes, size});
}

void PutHead(Buffer& out, uint32_t field, size_t size) {
  PutVarint(out, Tag(field, WireType::delimited));
  PutVarint(out, size);
}

void PutField(Buffer& out, uint32_t field, Bytes bytes) {
  PutHead(out, field, bytes.size());
  out.Append(bytes);
}

Bytes BytesOf(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

size_t PackedSize(const FeatureValues& values) {
  if (values.kind == ValueKind::float32) return values.float32s.size();
  size_t size = 0;
  for (const int64_t value : values.int64s) size += VarintSize(static_cast<uint64_t>(value));
  return size;
}

/// Of the BytesList, FloatList or Int64List.
size_t ListSize(const FeatureValues& values) {
  if (values.kind != ValueKind::bytes) {
    const size_t packed = PackedSize(values);
    return packed == 0 ? 0 : FieldSize(packed);
  }
  size_t size = 0;
  for (const Bytes value : values.bytes) size += FieldSize(value.size());
  return size;
}

size_t FeatureSize(const FeatureValues& values) {
  return values.kind == ValueKind::none ? 0 : FieldSize(ListSize(values));
}

void PutFeature(Buffer& out, const FeatureValues& values) {
  if (values.kind == ValueKind::none) return;
  PutHead(out, static_cast<uint32_t>(values.kind), ListSize(values));
  if (values.kind == ValueKind::bytes) {
    for (const Bytes value : values.bytes) PutField(out, 1, value);
    return;
  }
  const size_t packed = PackedSize(values);
  if (packed == 0) return;
  PutHead(out, 1, packed);
  if (values.kind == ValueKind::float32) {
    out.Append(values.float32s);
  } else {
    for (const int64_t value : values.int64s) PutVarint(out, static_cast<uint64_t>(value));
  }
}

size_t EntrySize(std::string_view key, size_t value) {
  return FieldSize(key.size()) + FieldSize(value);
}

size_t FeaturesSize(std::span<const NamedFeature> features) {
  size_t size = 0;
  for (const auto& [key, values] : features) size += FieldSize(EntrySize(key, FeatureSize(values)));
  return size;
}

void PutFeatures(Buffer& out, std::span<const NamedFeature> features) {
  PutHead(out, 1, FeaturesSize(features));
  for (const auto& [key, values] : features) {
    const size_t value = FeatureSize(values);
    PutHead(out, 1, EntrySize(key, value));
    PutField(out, 1, BytesOf(key));
    PutHead(out, 2, value);
    PutFeature(out, values);
  }
}

size_t StepsSize(const NamedFeatureList& list) {
  size_t size = 0;
  for (const FeatureValues& step : list.steps) size += FieldSize(FeatureSize(step));
  return size;
}

}  // namespace

void EncodeExample(std::span<const NamedFeature> features, Buffer& out) {
  out.Reserve(out.size() + FieldSize(FeaturesSize(features)));
  PutFeatures(out, features);
}

void EncodeSequenceExample(std::span<const NamedFeature> context,
                           std::span<const NamedFeatureList> lists, Buffer& out) {
  PutFeatures(out, context);
  size_t size = 0;
  for (const auto& list : lists) size += FieldSize(EntrySize(list.key, StepsSize(list)));
  PutHead(out, 2, size);
  for (const auto& list : lists) {
    const size_t steps = StepsSize(list);
    PutHead(out, 1, EntrySize(list.key, steps));
    PutField(out, 1, BytesOf(list.key));
    PutHead(out, 2, steps);
    for (const FeatureValues& step : list.steps) {
      PutHead(out, 1, FeatureSize(step));
      PutFeature(out, step);
    }
  }
}

}  // namespace dareblopy::tfrecord
