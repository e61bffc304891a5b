using System.Buffers;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Writes Gemini's signature of a tool call where Google's own chat endpoint puts it.</summary>
internal static class ToolCallSignature
{
    /// <param name="output">Stands behind a member.</param>
    /// <param name="signature">The inside of a JSON string; nothing is written when it is empty.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> signature)
    {
        if (signature.IsEmpty) return;
        output.Write(",\"extra_content\":{\"google\":{\"thought_signature\":\""u8);
        output.Write(signature);
        output.Write("\"}}"u8);
    }
}
