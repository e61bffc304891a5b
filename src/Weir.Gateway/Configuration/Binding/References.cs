using System.Text;
using Weir.Gateway.Configuration.Yaml;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration.Binding;

/// <summary>Follows <c>${NAME}</c>, <c>${NAME:-default}</c> and <c>file:PATH</c>; <c>$${</c> writes <c>${</c> itself.</summary>
internal sealed class References(IEnvironment environment, SecretFiles files, ConfigErrors errors)
{
    /// <summary>Literal text that may be shown around a reference: it names a scheme and is no part of the secret.</summary>
    private static readonly string[] Schemes = ["Bearer ", "Basic ", "Token "];

    /// <summary>The value of a scalar, or null after an error, which names the variable or path but no value.</summary>
    public ExpandedText? Expand(ScalarNode node)
    {
        if (!node.Text.Contains("${", StringComparison.Ordinal)) return new ExpandedText(node.Text, null);
        var (value, shown, at, failed) = (new StringBuilder(), new StringBuilder(), 0, false);
        while (at < node.Text.Length)
        {
            var next = node.Text.IndexOf("${", at, StringComparison.Ordinal);
            var escaped = next > at && node.Text[next - 1] == '$';
            Literal(node.Text[at..(next < 0 ? node.Text.Length : escaped ? next - 1 : next)]);
            if (next < 0) break;
            if (escaped)
            {
                Literal("${");
                at = next + 2;
                continue;
            }

            var end = node.Text.IndexOf('}', next);
            if (end < 0)
            {
                errors.Add(node, "a \"${\" is never closed.", "Write ${NAME}, or $${ for the characters themselves.");
                return null;
            }

            failed |= !Variable(node, node.Text[(next + 2)..end], value, shown);
            at = end + 1;
        }

        return failed ? null : new ExpandedText(value.ToString(), shown.ToString().Contains("${", StringComparison.Ordinal) ? shown.ToString() : null);

        void Literal(string text)
        {
            value.Append(text);
            if (text.Length > 0) shown.Append(Schemes.Contains(text, StringComparer.OrdinalIgnoreCase) ? text : Secret.Mask);
        }
    }

    /// <summary>The value of a scalar that holds a secret: as <see cref="Expand"/>, and <c>file:</c> is followed too.</summary>
    public Secret? ExpandSecret(ScalarNode node)
    {
        if (Expand(node) is not { } text) return null;

        // Only what is written as file: is a path; a variable whose value happens to begin so is not.
        if (node.Text.StartsWith("file:", StringComparison.Ordinal))
            return files.Read(text.Value["file:".Length..], node, errors) is { } content ? new Secret(content, node.Text) : null;

        if (text.Value == Secret.Mask)
            errors.Add(node, "this is the mask that stands for a secret, not the secret.", "Write ${NAME} and set the variable, or file:PATH.");
        else if (text.Value.Length == 0)
            errors.Add(node, "the secret is empty.", "Give it a value, or remove the key.");
        else
            return new Secret(text.Value, text.Source);
        return null;
    }

    private bool Variable(ScalarNode node, string expression, StringBuilder value, StringBuilder shown)
    {
        var colon = expression.IndexOf(":-", StringComparison.Ordinal);
        var name = colon < 0 ? expression : expression[..colon];
        if (!IsName(name))
        {
            errors.Add(node, "\"${…}\" does not hold the name of an environment variable.", "Write ${NAME} or ${NAME:-default}; write $${ for the characters themselves.");
            return false;
        }

        var found = environment.Get(name);
        if (string.IsNullOrEmpty(found) && colon < 0)
        {
            errors.Add(node, $"the environment variable {name} is {(found is null ? "not set" : "empty")}.", $"Set it before starting, or write ${{{name}:-default}}.", $"${{{name}}}");
            return false;
        }

        value.Append(string.IsNullOrEmpty(found) ? expression[(colon + 2)..] : found);
        shown.Append("${").Append(name).Append(colon < 0 ? "" : ":-" + (expression.Length == colon + 2 ? "" : Secret.Mask)).Append('}');
        return true;
    }

    private static bool IsName(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) return false;
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
        return true;
    }
}
