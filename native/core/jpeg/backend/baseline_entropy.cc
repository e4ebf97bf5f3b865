#include "core/jpeg/backend/baseline_entropy.h"

#ifdef DAREBLOPY_JPEG_TURBO

#include <cstring>
#include <type_traits>

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

namespace {

static_assert(std::is_same_v<JBLOCK, CoefficientBlock>);
static_assert(D_MAX_BLOCKS_IN_MCU == kMaxBlocks && MAX_COMPS_IN_SCAN == kMaxComponents);

/// One scan of 8-bit samples, coded as T.81 annex F says. (A lossless scan has another Ss.)
bool IsBaseline(const jpeg_decompress_struct& info) {
  return !info.inputctl->has_multiple_scans && !info.buffered_image && !info.progressive_mode &&
         !info.arith_code && info.data_precision == 8 && info.Ss == 0 && info.Se == DCTSIZE2 - 1 &&
         info.Ah == 0 && info.Al == 0;
}

/// Building tables takes as long as what we gain on so many bytes. An image of fewer has to have
/// those of the image before.
constexpr size_t kWorthTables = 1024;

using Kind = HuffmanTable::Kind;

bool Build(HuffmanTable& table, Kind kind, const JHUFF_TBL* from, bool known) {
  return from != nullptr && table.Build(kind, HuffmanTable::Counts(from->bits + 1, 16),
                                        HuffmanTable::Symbols(from->huffval), known);
}

/// What the library would store of a block, too (jdhuff.c).
BlockUse UseOf(const jpeg_component_info& component) {
  if (!component.component_needed) return BlockUse::none;
  return component.DCT_scaled_size > 1 ? BlockUse::all : BlockUse::dc;
}

}  // namespace

/// Each table once, though components share them.
bool BaselineEntropy::PrepareTables(j_decompress_ptr info, bool known) {
  std::array<bool, NUM_HUFF_TBLS> dc{};
  std::array<bool, NUM_HUFF_TBLS> ac{};
  for (int i = 0; i < info->comps_in_scan; ++i) {
    // The library has checked the numbers and the tables by now.
    dc[info->cur_comp_info[i]->dc_tbl_no] = true;
    ac[info->cur_comp_info[i]->ac_tbl_no] = true;
  }
  bool all = true;  // no return before the end: the next image may have the same tables
  for (int i = 0; i < NUM_HUFF_TBLS; ++i) {
    if (dc[i]) all &= Build(dc_tables_[i], Kind::dc, info->dc_huff_tbl_ptrs[i], known);
    if (ac[i]) all &= Build(ac_tables_[i], Kind::ac, info->ac_huff_tbl_ptrs[i], known);
  }
  return all;
}

void BaselineEntropy::PrepareBlocks(j_decompress_ptr info) {
  for (int i = 0; i < info->blocks_in_MCU; ++i) {
    const int index = info->MCU_membership[i];
    const jpeg_component_info& component = *info->cur_comp_info[index];
    blocks_[i] = {.dc = &dc_tables_[component.dc_tbl_no],
                  .ac = &ac_tables_[component.ac_tbl_no],
                  .component = static_cast<uint8_t>(index),
                  .use = UseOf(component)};
  }
}

bool BaselineEntropy::Attach(j_decompress_ptr info, const OpenOptions& options) {
  static_assert(std::is_standard_layout_v<BaselineEntropy>, "a pointer to base_ is one to us");
  if (options.entropy == EntropyDecoder::library || !IsBaseline(*info)) return false;
  const bool small =
      options.entropy == EntropyDecoder::quickest && info->src->bytes_in_buffer < kWorthTables;
  if (!PrepareTables(info, small)) return false;
  PrepareBlocks(info);
  data_ = {info->src->next_input_byte, info->src->bytes_in_buffer};
  scan_.Start({.data = data_,
               .blocks = {blocks_.data(), static_cast<size_t>(info->blocks_in_MCU)},
               .mcus = uint64_t{info->MCUs_per_row} * info->MCU_rows_in_scan,
               .restart_interval = info->restart_interval,
               .read_all = options.read_all});
  column_ = 0;
  mcus_ = 0;
  gone_back_ = false;
  own_ = info->entropy;
  base_ = *own_;
  base_.decode_mcu = DecodeMcu;
  info->entropy = &base_;
  return true;
}

boolean BaselineEntropy::DecodeMcu(j_decompress_ptr info, JBLOCKROW* blocks) {
  auto& self = *reinterpret_cast<BaselineEntropy*>(info->entropy);
  // Of columns beside a cropped window no coefficient is looked at (jdcoefct.c).
  const bool beside =
      self.column_ < info->master->first_iMCU_col || self.column_ > info->master->last_iMCU_col;
  const bool wanted = !beside && blocks != nullptr;
  if (!(wanted ? self.scan_.Decode(blocks) : self.scan_.Skip())) return self.GoBack(info, blocks);
  ++self.mcus_;
  if (++self.column_ == info->MCUs_per_row) self.column_ = 0;
  if (self.scan_.done()) {
    // To the marker behind the scan, with nothing left over: what the library makes of any sound
    // scan.
    const auto taken = static_cast<size_t>(self.scan_.end() - self.data_.data());
    info->src->next_input_byte = self.data_.data() + taken;
    info->src->bytes_in_buffer = self.data_.size() - taken;
  }
  return TRUE;
}

boolean BaselineEntropy::GoBack(j_decompress_ptr info, JBLOCKROW* blocks) {
  info->entropy = own_;
  gone_back_ = true;
  // The source still is where the scan begins.
  for (uint64_t i = 0; i < mcus_; ++i) own_->decode_mcu(info, nullptr);
  for (int i = 0; blocks != nullptr && i < info->blocks_in_MCU; ++i) {
    std::memset(blocks[i], 0, sizeof(JBLOCK));
  }
  return own_->decode_mcu(info, blocks);
}

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE

#endif
