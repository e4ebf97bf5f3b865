#include "core/jpeg/backend/progressive_entropy.h"

#ifdef DAREBLOPY_JPEG_TURBO

extern "C" {
#include <jpegint.h>
}

#include <algorithm>
#include <cstring>

#include "core/jpeg/backend/error_manager.h"
#include "core/jpeg/huffman/bit_reader.h"

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

namespace {

using Kind = HuffmanTable::Kind;

bool Build(HuffmanTable& table, Kind kind, const JHUFF_TBL* from) {
  return from != nullptr && table.Build(kind, HuffmanTable::Counts(from->bits + 1, 16),
                                        HuffmanTable::Symbols(from->huffval));
}

/// Coefficients stay below this in magnitude, so that a scan can be undone (below).
constexpr int kMostCoefficientBits = 14;

JBLOCKARRAY Rows(j_decompress_ptr info, const jpeg_component_info& component, JDIMENSION row) {
  const auto samples = static_cast<JDIMENSION>(component.v_samp_factor);
  return info->mem->access_virt_barray(reinterpret_cast<j_common_ptr>(info),
                                       info->coef->coef_arrays[component.component_index],
                                       row * samples, samples, TRUE);
}

/// Rows of blocks that a scan of this component alone has in row `row` of the image's MCUs.
JDIMENSION RowsAlone(const jpeg_component_info& component, JDIMENSION row) {
  const auto samples = static_cast<JDIMENSION>(component.v_samp_factor);
  return std::min(samples, component.height_in_blocks - row * samples);
}

}  // namespace

void ProgressiveEntropy::Prepare(const jpeg_decompress_struct& info, const OpenOptions& options) {
  scans_ = 0;
  // Of arithmetic coding, too, scans could be passed over; nobody has such files.
  const bool huffman = info.progressive_mode && !info.arith_code && !info.buffered_image;
  read_all_ = options.read_all || !huffman;
  active_ = huffman && options.entropy != EntropyDecoder::library && info.data_precision == 8 &&
            static_cast<size_t>(info.num_components) <= kMaxComponents;
  if (!active_) return;
  for (auto& bits : to_come_) bits.fill(-1);
  for (int i = 0; i < info.num_components; ++i) {
    const jpeg_component_info& component = info.comp_info[i];
    nonzero_[i].assign(size_t{component.width_in_blocks} * component.height_in_blocks, 0);
  }
}

void ProgressiveEntropy::TakeScan(j_decompress_ptr info) {
  if (info->input_scan_number == scans_) return;
  scans_ = info->input_scan_number;
  data_ = {info->src->next_input_byte, info->src->bytes_in_buffer};
  // All that refines what was passed over is, too.
  if (!read_all_ && !ChangesPixels(*info) && PassOver(info)) return;
  active_ = active_ && Decode(info);
}

bool ProgressiveEntropy::Decode(j_decompress_ptr info) {
  if (!IsInOrder(*info)) return false;
  for (int i = 0; i < info->comps_in_scan; ++i) {
    auto& bits = to_come_[info->cur_comp_info[i]->component_index];
    std::fill(bits.begin() + info->Ss, bits.begin() + info->Se + 1, static_cast<int8_t>(info->Al));
  }
  if (!PrepareTables(info)) return false;
  Start(info);
  JDIMENSION row = 0;
  while (row < info->total_iMCU_rows && DecodeRow(info, row)) ++row;
  if (row == info->total_iMCU_rows && scan_.Ends()) {
    Finish(info, scan_.end());
    return true;
  }
  Undo(info, std::min(row + 1, info->total_iMCU_rows));
  return false;
}

/// Whether the scan is the first of all its coefficients, or has the next bit of each.
bool ProgressiveEntropy::IsInOrder(const jpeg_decompress_struct& info) const {
  const int expected = info.Ah == 0 ? -1 : info.Ah;
  for (int i = 0; i < info.comps_in_scan; ++i) {
    const auto& bits = to_come_[info.cur_comp_info[i]->component_index];
    const auto* const begin = bits.data() + info.Ss;
    const auto* const end = bits.data() + info.Se + 1;
    if (!std::all_of(begin, end, [expected](int8_t bit) { return bit == expected; })) return false;
  }
  return true;
}

/// Of a block that comes out as one pixel the inverse DCT looks at the DC coefficient alone.
bool ProgressiveEntropy::ChangesPixels(const jpeg_decompress_struct& info) const {
  if (info.Ss == 0) return true;
  const jpeg_component_info& component = *info.cur_comp_info[0];
  const bool scaled = info.scale_num < info.scale_denom;
  return !scaled || (component.component_needed && component.DCT_scaled_size > 1);
}

/// To the marker behind the scan, if there is one.
bool ProgressiveEntropy::PassOver(j_decompress_ptr info) {
  const uint8_t* const end = data_.data() + data_.size();
  const uint8_t* at = FindMarker(data_.data(), end);
  while (at != nullptr && (*at & ~7) == kFirstRestartMarker) at = FindMarker(at + 1, end);
  if (at == nullptr) return false;
  Finish(info, at - 1);
  return true;
}

bool ProgressiveEntropy::PrepareTables(j_decompress_ptr info) {
  for (int i = 0; i < info->comps_in_scan; ++i) {
    // The library has checked the numbers and the tables by now.
    const jpeg_component_info& component = *info->cur_comp_info[i];
    if (info->Ss != 0) {
      HuffmanTable& table = ac_tables_[component.ac_tbl_no];
      if (!Build(table, Kind::progressive, info->ac_huff_tbl_ptrs[component.ac_tbl_no]))
        return false;
      if (static_cast<int>(table.MostNumberBits()) + info->Al > kMostCoefficientBits) return false;
    } else if (info->Ah == 0) {
      const int number = component.dc_tbl_no;
      if (!Build(dc_tables_[number], Kind::dc, info->dc_huff_tbl_ptrs[number])) return false;
    }
  }
  return true;
}

void ProgressiveEntropy::Start(j_decompress_ptr info) {
  for (int i = 0; i < info->blocks_in_MCU; ++i) {
    const int index = info->MCU_membership[i];
    blocks_[i] = {.dc = &dc_tables_[info->cur_comp_info[index]->dc_tbl_no & (NUM_HUFF_TBLS - 1)],
                  .component = static_cast<uint8_t>(index)};
  }
  const int table = info->cur_comp_info[0]->ac_tbl_no & (NUM_HUFF_TBLS - 1);
  scan_.Start({.data = data_,
               .mcus = uint64_t{info->MCUs_per_row} * info->MCU_rows_in_scan,
               .restart_interval = info->restart_interval,
               .refines = info->Ah != 0,
               .band = {.table = &ac_tables_[table],
                        .first = static_cast<uint32_t>(info->Ss),
                        .last = static_cast<uint32_t>(info->Se),
                        .low = static_cast<uint32_t>(info->Al)},
               .blocks = {blocks_.data(), static_cast<size_t>(info->blocks_in_MCU)}});
}

bool ProgressiveEntropy::DecodeRow(j_decompress_ptr info, JDIMENSION row) {
  ErrorManager::CheckProgress(info);
  return info->Ss != 0 ? DecodeAcRow(info, row) : DecodeDcRow(info, row);
}

bool ProgressiveEntropy::DecodeAcRow(j_decompress_ptr info, JDIMENSION row) {
  const jpeg_component_info& component = *info->cur_comp_info[0];
  JBLOCKARRAY const rows = Rows(info, component, row);
  const JDIMENSION width = component.width_in_blocks;
  const size_t first = size_t{row} * static_cast<size_t>(component.v_samp_factor);
  for (JDIMENSION y = 0; y < RowsAlone(component, row); ++y) {
    uint64_t* const nonzero = &nonzero_[component.component_index][(first + y) * width];
    if (!scan_.DecodeAc({rows[y], nonzero, width})) return false;
  }
  return true;
}

/// MCUs as the library makes them up (jdcoefct.c, consume_data).
bool ProgressiveEntropy::DecodeDcRow(j_decompress_ptr info, JDIMENSION row) {
  JBLOCKARRAY rows[MAX_COMPS_IN_SCAN];
  for (int i = 0; i < info->comps_in_scan; ++i) rows[i] = Rows(info, *info->cur_comp_info[i], row);
  const bool alone = info->comps_in_scan == 1;
  const JDIMENSION height = alone ? RowsAlone(*info->cur_comp_info[0], row) : 1;
  for (JDIMENSION y = 0; y < height; ++y) {
    for (JDIMENSION x = 0; x < info->MCUs_per_row; ++x) {
      JBLOCKROW blocks[kMaxBlocks];
      int count = 0;
      for (int i = 0; i < info->comps_in_scan; ++i) {
        const jpeg_component_info& component = *info->cur_comp_info[i];
        for (int v = 0; v < component.MCU_height; ++v) {
          JBLOCKROW const from = rows[i][y + static_cast<JDIMENSION>(v)] + x * component.MCU_width;
          for (int h = 0; h < component.MCU_width; ++h) blocks[count++] = from + h;
        }
      }
      if (!scan_.DecodeDc(blocks)) return false;
    }
  }
  return true;
}

/// Before a first scan its coefficients were zero. Before one that refines them, those of a band
/// were multiples of twice what it adds to or subtracts from a magnitude, or puts in a zero's
/// place.
void ProgressiveEntropy::UndoBlock(const jpeg_decompress_struct& info, int16_t* block) const {
  for (int k = info.Ss; k <= info.Se; ++k) {
    int16_t& coefficient = block[kZigzag[k]];
    const int step = 1 << info.Al;
    if (info.Ah == 0) {
      coefficient = 0;
    } else if (k == 0) {
      coefficient = static_cast<int16_t>(coefficient & ~step);
    } else {
      const int magnitude = std::abs(static_cast<int>(coefficient)) & ~step;
      coefficient = static_cast<int16_t>(coefficient < 0 ? -magnitude : magnitude);
    }
  }
}

void ProgressiveEntropy::Undo(j_decompress_ptr info, JDIMENSION rows) {
  for (int i = 0; i < info->comps_in_scan; ++i) {
    const jpeg_component_info& component = *info->cur_comp_info[i];
    const auto samples = static_cast<JDIMENSION>(component.h_samp_factor);
    // As wide as the array: an MCU may have blocks beyond the image.
    const JDIMENSION width = (component.width_in_blocks + samples - 1) / samples * samples;
    for (JDIMENSION row = 0; row < rows; ++row) {
      JBLOCKARRAY const blocks = Rows(info, component, row);
      for (int y = 0; y < component.v_samp_factor; ++y) {
        for (JDIMENSION x = 0; x < width; ++x) UndoBlock(*info, blocks[y][x]);
      }
    }
  }
}

/// What the library's modules know when they have read a sound scan to its last row.
void ProgressiveEntropy::Finish(j_decompress_ptr info, const uint8_t* end) {
  const auto taken = static_cast<size_t>(end - data_.data());
  info->src->next_input_byte = data_.data() + taken;
  info->src->bytes_in_buffer = data_.size() - taken;
  info->input_iMCU_row = info->total_iMCU_rows;
  info->master->last_good_iMCU_row = info->total_iMCU_rows - 1;
  info->inputctl->finish_input_pass(info);
}

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE

#endif
