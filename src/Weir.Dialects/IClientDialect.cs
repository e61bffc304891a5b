using System.Buffers;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;

namespace Weir.Dialects;

/// <summary>A dialect that clients speak: requests are read in it, answers and errors written.</summary>
public interface IClientDialect
{
    /// <summary>Reads a request. Faults and omissions are noted in the cursor's <see cref="RequestReading"/>; with a fault, what is returned is good for nothing.</summary>
    Conversation Read(JsonCursor request);

    /// <summary>Whether a text with what is known of its tokens, or media, can be said in an answer.</summary>
    bool CanSay(in AnswerPiece piece);

    /// <summary>Begins to write a streamed answer.</summary>
    AnswerWriter Stream(AnswerContext context, IBufferWriter<byte> output);

    /// <summary>Writes a whole answer as one JSON object.</summary>
    void Write(CollectedAnswer answer, AnswerContext context, IBufferWriter<byte> output);

    /// <summary>Writes an error: as a body, or as an event of a stream that has begun.</summary>
    void Write(in ClientError error, bool asEvent, IBufferWriter<byte> output);
}
