using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Weir.Gateway.Configuration.Yaml;

/// <summary>
/// Reads YAML into nodes that know their place. Only the plain part of YAML is read: anchors, aliases, merge keys and tags
/// are errors, since a configuration is easier to trust when each line says what it says, and an alias bomb cannot exist.
/// </summary>
internal sealed class YamlReader
{
    private const int DeepestNesting = 24;
    private const int MostNodes = 200_000;

    private readonly Parser _parser;
    private readonly ConfigErrors _errors;
    private int _nodes;

    private YamlReader(string text, ConfigErrors errors)
    {
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        _errors = errors;
    }

    /// <summary>Reads one document. Null after an error that hides the rest; an empty document is an empty map.</summary>
    public static ConfigNode? Read(string text, ConfigErrors errors)
    {
        var reader = new YamlReader(text, errors);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException e)
        {
            YamlSyntaxErrors.Report(e, text, errors);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The library's own mistakes on hostile input end here as well: a file must never stop the process.
            var at = reader._parser.Current?.End ?? Mark.Empty;
            errors.AddAt((int)at.Line, (int)at.Column, "", "the file cannot be read as YAML from here on.", "Check the syntax.");
        }

        return null;
    }

    private ConfigNode ReadDocument()
    {
        Next<StreamStart>();
        if (Peek() is StreamEnd) return new MapNode(null, "", 1, 1);
        Next<DocumentStart>();
        var start = Peek().Start;
        var root = ReadNode(null, "", start, 0);
        Next<DocumentEnd>();
        if (Peek() is DocumentStart second)
            throw new YamlException(second.Start, second.End, "a second document begins here; the configuration is one document.");
        return root is ScalarNode { IsNull: true } ? new MapNode(null, "", 1, 1) : root;
    }

    private ConfigNode ReadNode(ConfigNode? parent, string name, Mark keyMark, int depth)
    {
        var current = Peek();
        if (depth > DeepestNesting) throw new YamlException(current.Start, current.End, $"nested deeper than {DeepestNesting} levels.");
        if (++_nodes > MostNodes) throw new YamlException(current.Start, current.End, $"more than {MostNodes} values.");
        RefuseTagsAndAnchors(current);
        _parser.MoveNext();
        return current switch
        {
            Scalar scalar => ReadScalar(scalar, parent, name, keyMark),
            MappingStart => ReadMap(parent, name, keyMark, depth),
            SequenceStart => ReadList(parent, name, keyMark, depth),
            _ => throw new YamlException(current.Start, current.End, "a value was expected here."),
        };
    }

    private static ScalarNode ReadScalar(Scalar scalar, ConfigNode? parent, string name, Mark keyMark)
    {
        var isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null";
        var mark = isNull ? keyMark : scalar.Start;
        return new ScalarNode(parent, name, (int)mark.Line, (int)mark.Column, scalar.Value, isNull);
    }

    private MapNode ReadMap(ConfigNode? parent, string name, Mark keyMark, int depth)
    {
        var map = new MapNode(parent, name, (int)keyMark.Line, (int)keyMark.Column);
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (Peek() is not MappingEnd)
        {
            var at = Peek();
            RefuseTagsAndAnchors(at);
            if (at is not Scalar key) throw new YamlException(at.Start, at.End, "a key must be a single word.");
            if (key is { Style: ScalarStyle.Plain, Value: "<<" }) throw new YamlException(at.Start, at.End, "merge keys (<<) are not supported.");
            _parser.MoveNext();
            var value = ReadNode(map, key.Value, key.Start, depth + 1);
            if (lines.TryAdd(key.Value, (int)key.Start.Line))
                map.Entries.Add(new MapEntry(key.Value, (int)key.Start.Line, (int)key.Start.Column, value));
            else
                _errors.AddAt((int)key.Start.Line, (int)key.Start.Column, value.Path,
                    $"the key \"{Shown.Short(key.Value)}\" stands here a second time (first on line {lines[key.Value]}).", "Remove one of the two.");
        }

        _parser.MoveNext();
        return map;
    }

    private ListNode ReadList(ConfigNode? parent, string name, Mark keyMark, int depth)
    {
        var list = new ListNode(parent, name, (int)keyMark.Line, (int)keyMark.Column);
        while (Peek() is not SequenceEnd)
            list.Items.Add(ReadNode(list, $"[{list.Items.Count}]", Peek().Start, depth + 1));
        _parser.MoveNext();
        return list;
    }

    private static void RefuseTagsAndAnchors(ParsingEvent at)
    {
        if (at is AnchorAlias) throw new YamlException(at.Start, at.End, "aliases (*name) are not supported.");
        if (at is not NodeEvent node) return;
        if (!node.Anchor.IsEmpty) throw new YamlException(at.Start, at.End, "anchors (&name) are not supported.");
        if (!node.Tag.IsEmpty && node.Tag.Value != "!") throw new YamlException(at.Start, at.End, "tags (!name) are not supported.");
    }

    private ParsingEvent Peek()
    {
        if (_parser.Current is null && !_parser.MoveNext()) throw new YamlException("the file ends here unexpectedly.");
        return _parser.Current!;
    }

    private void Next<T>() where T : ParsingEvent
    {
        var current = Peek();
        if (current is not T) throw new YamlException(current.Start, current.End, "the file is not a single YAML document.");
        _parser.MoveNext();
    }
}
