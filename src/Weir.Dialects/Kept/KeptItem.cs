using System.Text.Json;

namespace Weir.Dialects.Kept;

/// <summary>
/// One item in the input of a request of the responses API. Items that say themselves what they stand for are data, whatever
/// identifier they carry. All others, <c>item_reference</c> above all, but also pictures, searches and thoughts that are given by
/// their identifier alone, are looked up at the provider.
/// </summary>
internal struct KeptItem
{
    private List<string>? _ids;
    private bool _sawType;
    private bool _saysItself;
    private bool _sawRole;
    private bool _isCiphered;
    private bool _sawCipher;
    private bool _hasCipher;

    /// <summary>The identifiers by which the item that was read refers to what the provider keeps; null or empty when it does not.</summary>
    public readonly List<string>? References =>
        (_sawType ? _saysItself : _sawRole) && (!_isCiphered || _hasCipher) ? null : _ids;

    public void Begin()
    {
        _ids?.Clear();
        (_sawType, _saysItself, _sawRole, _isCiphered, _sawCipher, _hasCipher) = (false, true, false, false, false, false);
    }

    /// <summary>Reads the name of a member and the first token of its value. Of members that stand twice both count.</summary>
    public void ReadMember(ref Utf8JsonReader reader)
    {
        if (KeptNames.Is(ref reader, "id"u8))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.String) (_ids ??= []).Add(reader.GetString()!);
        }
        else if (KeptNames.Is(ref reader, "type"u8))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null) return;
            _sawType = true;
            var isCiphered = reader.TokenType == JsonTokenType.String && (KeptNames.Is(ref reader, "reasoning"u8) || KeptNames.Is(ref reader, "compaction"u8));
            _isCiphered |= isCiphered;
            _saysItself &= isCiphered || (reader.TokenType == JsonTokenType.String && SaysItself(ref reader));
        }
        else if (KeptNames.Is(ref reader, "encrypted_content"u8))
        {
            reader.Read();
            var isText = reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty;
            _hasCipher = isText && (!_sawCipher || _hasCipher);
            _sawCipher = true;
        }
        else
        {
            _sawRole |= KeptNames.Is(ref reader, "role"u8);
            reader.Read();
        }
    }

    private static bool SaysItself(ref Utf8JsonReader type) =>
        type.ValueTextEquals("message"u8)
        || type.ValueTextEquals("function_call"u8) || type.ValueTextEquals("function_call_output"u8)
        || type.ValueTextEquals("custom_tool_call"u8) || type.ValueTextEquals("custom_tool_call_output"u8)
        || type.ValueTextEquals("local_shell_call"u8) || type.ValueTextEquals("local_shell_call_output"u8)
        || type.ValueTextEquals("shell_call"u8) || type.ValueTextEquals("shell_call_output"u8)
        || type.ValueTextEquals("apply_patch_call"u8) || type.ValueTextEquals("apply_patch_call_output"u8)
        || type.ValueTextEquals("computer_call"u8) || type.ValueTextEquals("computer_call_output"u8)
        || type.ValueTextEquals("mcp_list_tools"u8) || type.ValueTextEquals("mcp_call"u8)
        || type.ValueTextEquals("mcp_approval_request"u8) || type.ValueTextEquals("mcp_approval_response"u8);
}
