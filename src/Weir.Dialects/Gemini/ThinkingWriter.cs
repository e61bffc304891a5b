using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Writes <c>thinkingConfig</c>: by level for Gemini 3 and later, by budget for those before.</summary>
internal static class ThinkingWriter
{
    /// <summary>Least tokens that the large models before Gemini 3 think for.</summary>
    private const int LeastOfPro = 128;

    /// <summary>Most tokens that they, and the smaller ones, can be given to think.</summary>
    private const int MostOfPro = 32768, MostOfFlash = 24576;

    public static void Write(Utf8JsonWriter writer, Reasoning reasoning, GeminiModel model, RequestReading reading)
    {
        writer.WriteStartObject("thinkingConfig"u8);
        if (model.IsThird) WriteLevel(writer, reasoning, model, reading);
        else WriteBudget(writer, reasoning, model, reading);
        if (reasoning.Shows is { } shows) writer.WriteBoolean("includeThoughts"u8, shows);
        writer.WriteEndObject();
    }

    private static void WriteLevel(Utf8JsonWriter writer, Reasoning reasoning, GeminiModel model, RequestReading reading)
    {
        var effort = Efforts.Of(reasoning);
        if (effort is null) return;
        if (effort == "none") reading.Omit(reasoning.Path, "Gemini 3 cannot be kept from thinking: it is asked to think as little as it can");
        writer.WriteString("thinkingLevel"u8, effort switch
        {
            // The large models know no level below "low".
            "none" or "minimal" => model.IsPro ? "low"u8 : "minimal"u8,
            "low" => "low"u8,
            "medium" => "medium"u8,
            _ => "high"u8,
        });
    }

    private static void WriteBudget(Utf8JsonWriter writer, Reasoning reasoning, GeminiModel model, RequestReading reading)
    {
        if (Efforts.BudgetOf(reasoning) is not { } budget) return;
        if (budget == 0 && model.IsPro)
        {
            reading.Omit(reasoning.Path, "this model cannot be kept from thinking: it is asked to think as little as it can");
            budget = LeastOfPro;
        }
        writer.WriteNumber("thinkingBudget"u8, Math.Min(budget, model.IsPro ? MostOfPro : MostOfFlash));
    }
}
