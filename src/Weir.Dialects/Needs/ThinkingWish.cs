using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Needs;

/// <summary>What a request says of how much the model is to think, in any dialect's words.</summary>
internal struct ThinkingWish
{
    public bool IsStated { get; private set; }

    /// <summary>The tokens that it says, or that its effort stands for; null where it says neither.</summary>
    public long? Budget { get; private set; }

    /// <summary>Reads an effort, or an object with an effort or a number of tokens. The reader stands on the member's name.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        IsStated |= reader.TokenType is JsonTokenType.String or JsonTokenType.StartObject;
        if (reader.TokenType == JsonTokenType.String) AddEffort(ref reader);
        if (reader.TokenType != JsonTokenType.StartObject) return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (IsNumber(ref reader)) Add(reader.Number());
            else if (reader.ValueTextEquals("effort"u8) || reader.ValueTextEquals("thinkingLevel"u8) || reader.ValueTextEquals("thinking_level"u8))
            {
                var word = reader.Value();
                AddEffort(ref word);
            }
            else reader.SkipValue();
        }
    }

    private static bool IsNumber(ref readonly Utf8JsonReader reader) =>
        reader.ValueTextEquals("budget_tokens"u8) || reader.ValueTextEquals("max_tokens"u8)
        || reader.ValueTextEquals("thinkingBudget"u8) || reader.ValueTextEquals("thinking_budget"u8);

    private void AddEffort(ref readonly Utf8JsonReader word)
    {
        if (word.TokenType == JsonTokenType.String) Add(Efforts.BudgetOf(in word));
    }

    private void Add(long? budget)
    {
        if (budget is { } tokens) Budget = Math.Max(Budget ?? 0, tokens);
    }
}
