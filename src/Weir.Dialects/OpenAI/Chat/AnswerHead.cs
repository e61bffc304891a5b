using System.Buffers;
using System.Text;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Writes the members that chunks and whole completions begin with.</summary>
internal static class AnswerHead
{
    /// <param name="output">Where it goes.</param>
    /// <param name="type">The value of <c>object</c>.</param>
    /// <param name="model">The inside of a JSON string with the model that answers; empty when it is not known.</param>
    /// <param name="context">The call.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> model, AnswerContext context)
    {
        output.Write("\"id\":\""u8);
        output.WriteEscaped(Encoding.UTF8.GetBytes(context.AnswerId ?? "chatcmpl-" + context.CallId));
        output.Write("\",\"object\":\""u8);
        output.Write(type);
        output.Write("\",\"created\":"u8);
        output.WriteNumber(context.CreatedAt);
        output.Write(",\"model\":\""u8);
        if (model.IsEmpty) output.WriteEscaped(Encoding.UTF8.GetBytes(context.Model));
        else output.Write(model);
        output.Write("\""u8);
    }
}
