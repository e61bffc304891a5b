using System.Text;

namespace Weir.Gateway.Configuration.Yaml;

/// <summary>Turns the bytes of a configuration file into text, or says where they are not text.</summary>
internal static class YamlText
{
    /// <summary>Larger than any configuration written by hand or by a template; bounds the memory of a mistake.</summary>
    public const int LargestFile = 4 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes UTF-8 and refuses control characters; null after an error.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, ConfigErrors errors)
    {
        if (bytes.Length > LargestFile)
        {
            errors.AddAt(1, 1, "", "the file is larger than 4 MiB.", "Check that this is the configuration file.");
            return null;
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        var valid = System.Text.Unicode.Utf8.IsValid(bytes);
        var text = valid ? Strict.GetString(bytes) : Encoding.UTF8.GetString(bytes);
        var (line, column) = (1, 1);
        foreach (var c in text)
        {
            if (c == '\uFFFD' && !valid)
            {
                errors.AddAt(line, column, "", "the file is not UTF-8 text.", "Save it in the encoding UTF-8.");
                return null;
            }

            if (char.IsControl(c) && c is not ('\n' or '\r' or '\t' or '\u0085'))
            {
                errors.AddAt(line, column, "", $"the character U+{(int)c:X4} does not belong in a text file.", "Save the file as UTF-8 text.");
                return null;
            }

            (line, column) = c == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        return text;
    }
}
