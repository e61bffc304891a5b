using System.Globalization;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Follows the arguments of a call, the text of a JSON object in pieces, to where the object ends. Makes no judgement on whether it is JSON.</summary>
internal struct ArgumentProgress
{
    private int _depth;
    private bool _isText;
    private bool _isEscaped;

    /// <summary>Whether the object has ended.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Takes the next piece, the inside of a JSON string.</summary>
    public void Follow(ReadOnlySpan<byte> inside)
    {
        while (!inside.IsEmpty && !IsWhole)
        {
            var isEscape = inside[0] == '\\' && inside.Length > 1;
            var length = !isEscape ? 1 : inside[1] == 'u' ? Math.Min(6, inside.Length) : 2;
            Take(isEscape ? Unescaped(inside[..length]) : inside[0]);
            inside = inside[length..];
        }
    }

    private void Take(int character)
    {
        if (_isEscaped) _isEscaped = false;
        else if (_isText && character == '\\') _isEscaped = true;
        else if (character == '"') _isText = !_isText;
        else if (!_isText && character is '{' or '[') _depth++;
        else if (!_isText && character is '}' or ']') IsWhole = --_depth == 0;
    }

    /// <summary>The character that an escape stands for; of those that mean nothing to JSON, any.</summary>
    private static int Unescaped(ReadOnlySpan<byte> escape)
    {
        if (escape[1] != 'u') return escape[1] is (byte)'"' or (byte)'\\' ? escape[1] : ' ';
        return escape.Length == 6 && int.TryParse(escape[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? code : ' ';
    }
}
