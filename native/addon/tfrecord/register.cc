#include "addon/tfrecord/register.h"

#include "addon/bridge/export.h"
#include "addon/tfrecord/decode_block.h"
#include "addon/tfrecord/encode.h"
#include "addon/tfrecord/open_records.h"
#include "addon/tfrecord/parser.h"
#include "addon/tfrecord/record_stream.h"
#include "addon/tfrecord/record_writer.h"

namespace dareblopy::addon {

void RegisterTfrecord(Napi::Env env, Napi::Object exports) {
  Export<NewExampleParser>(env, exports, "exampleParser");
  Export<DescribeExample>(env, exports, "describeExample");
  Export<EncodeExample>(env, exports, "encodeExample");
  Export<EncodeSequenceExample>(env, exports, "encodeSequenceExample");
  Export<NewRecordStream>(env, exports, "recordStream");
  Export<DecodeBlocks>(env, exports, "decodeBlocks");
  Export<DetectCompression>(env, exports, "detectCompression");
  Export<OpenRecords>(env, exports, "openRecords");
  Export<ReadRecords>(env, exports, "readRecords");
  Export<RecordAt>(env, exports, "recordAt");
  Export<CreateRecordWriter>(env, exports, "createRecordWriter");
  Export<LaterRecordWriter>(env, exports, "laterRecordWriter");
  Export<AppendRecord>(env, exports, "appendRecord");
  Export<AppendRecords>(env, exports, "appendRecords");
  Export<WriteRecords>(env, exports, "writeRecords");
  Export<Crc32cOf>(env, exports, "crc32c");
}

}  // namespace dareblopy::addon
