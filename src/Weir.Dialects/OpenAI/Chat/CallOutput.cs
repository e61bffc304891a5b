using System.Buffers;
using Weir.Dialects.Answers;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Writes what a delta says of a call: of a tool, or of a function in the words of those who know no tools yet.</summary>
internal static class CallOutput
{
    /// <summary>A call begins.</summary>
    public static void WriteBegin(IBufferWriter<byte> output, in AnswerPiece call, string callId, bool isFunctionCall)
    {
        if (isFunctionCall) output.Write("\"function_call\":{\"name\":\""u8);
        else
        {
            output.Write("\"tool_calls\":[{\"index\":"u8);
            output.WriteNumber(call.Call);
            output.Write(",\"id\":\""u8);
            CallIds.Write(output, call.Id, callId, call.Choice, call.Call);
            output.Write("\",\"type\":\"function\",\"function\":{\"name\":\""u8);
        }
        output.Write(call.Name);
        output.Write("\",\"arguments\":\"\"}"u8);
        if (isFunctionCall) return;
        ToolCallSignature.Write(output, call.Text);
        output.Write("}]"u8);
    }

    /// <summary>More of a call's arguments.</summary>
    public static void WriteArguments(IBufferWriter<byte> output, int call, ReadOnlySpan<byte> arguments, bool isFunctionCall)
    {
        if (isFunctionCall) output.Write("\"function_call\":{\"arguments\":\""u8);
        else
        {
            output.Write("\"tool_calls\":[{\"index\":"u8);
            output.WriteNumber(call);
            output.Write(",\"function\":{\"arguments\":\""u8);
        }
        output.Write(arguments);
        output.Write(isFunctionCall ? "\"}"u8 : "\"}}]"u8);
    }
}
