using System.Buffers;

namespace Weir.Dialects.Json;

/// <summary>
/// Follows a JSON text that arrives in pieces of any size, keeps the raw values of a few named members and counts the text
/// in one, in constant memory and without building anything. It does not validate: it tells whether the text is one balanced
/// object or array, which is what separates a whole answer from a cut one.
/// </summary>
/// <param name="text">Where text is counted, or null; belongs to this skimmer alone.</param>
/// <param name="members">The members to keep; they belong to this skimmer alone.</param>
public sealed class JsonSkimmer(JsonText? text, params JsonMember[] members)
{
    private const int LongestName = 64;

    /// <summary>The length of a name that is longer: no member that is looked for has one.</summary>
    private const int TooLong = -1;

    /// <summary>Deeper brackets are counted, but whether they are objects is not remembered: members there are not looked for.</summary>
    private const int DeepestMember = 64;

    private static readonly SearchValues<byte> Structural = SearchValues.Create("\"{}[],:"u8);

    private readonly byte[] _name = new byte[LongestName];
    private int _nameLength;
    private int _depth;
    private ulong _objects;
    private bool _inString;
    private bool _escaped;
    private bool _expectsName;
    private bool _readsName;
    private bool _closed;
    private bool _stray;
    private JsonMember? _capturing;
    private int _captureDepth;
    private bool _inText; // inside the member whose text is counted
    private bool _isText; // whether a string that comes now is text

    /// <summary>Follows a text for its members alone.</summary>
    /// <param name="members">The members to keep; they belong to this skimmer alone.</param>
    public JsonSkimmer(params JsonMember[] members)
        : this(null, members)
    {
    }

    /// <summary>Whether exactly one object or array was seen, from its first bracket to its last, and nothing beside it.</summary>
    public bool IsComplete => _closed && !_stray;

    /// <summary>Forgets everything, so that another text can be followed.</summary>
    public void Reset()
    {
        foreach (var member in members) member.Reset();
        text?.Reset();
        _nameLength = _depth = 0;
        _objects = 0;
        _inString = _escaped = _expectsName = _readsName = _closed = _stray = _inText = _isText = false;
        _capturing = null;
    }

    /// <summary>Takes the next piece.</summary>
    public void Feed(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            var captured = _capturing is not null;
            int taken;
            if (_inString)
            {
                taken = InString(piece);
            }
            else if ((taken = piece.IndexOfAny(Structural)) != 0)
            {
                if (taken < 0) taken = piece.Length;
                Between(piece[..taken]);
            }
            else
            {
                taken = 1;
                Structure(piece[0]);
                captured &= _capturing is not null;
            }
            if (captured) _capturing!.Append(piece[..taken]);
            piece = piece[taken..];
        }
    }

    /// <summary>Consumes bytes of a string, its closing quote included.</summary>
    private int InString(ReadOnlySpan<byte> piece)
    {
        if (_escaped)
        {
            _escaped = false;
            Note(piece[..1]);
            return 1;
        }
        var stop = piece.IndexOfAny((byte)'"', (byte)'\\');
        Note(stop < 0 ? piece : piece[..stop]);
        if (stop < 0) return piece.Length;
        if (piece[stop] == '\\')
        {
            _escaped = true;
            Note(piece.Slice(stop, 1));
        }
        else
        {
            _inString = _readsName = false;
        }
        return stop + 1;
    }

    /// <summary>Notes white space, numbers and literals.</summary>
    private void Between(ReadOnlySpan<byte> bytes)
    {
        if (_depth == 0 && bytes.IndexOfAnyExcept(" \t\r\n"u8) >= 0) _stray = true;
    }

    private void Structure(byte mark)
    {
        switch (mark)
        {
            case (byte)'"':
                OpenString();
                break;
            case (byte)':':
                StartValue();
                break;
            case (byte)',':
                EndValue();
                _expectsName = InObject;
                break;
            case (byte)'{' or (byte)'[':
                Open(mark == '{');
                break;
            default:
                EndValue();
                Close();
                break;
        }
    }

    private bool InObject => _depth is > 0 and <= DeepestMember && ((_objects >> (_depth - 1)) & 1) == 1;

    private void OpenString()
    {
        _inString = true;
        if (_depth == 0) _stray = true;
        _readsName = _expectsName;
        if (_readsName) _nameLength = 0;
        _expectsName = false;
    }

    private void Open(bool isObject)
    {
        if (_closed) _stray = true;
        if (++_depth <= DeepestMember)
        {
            var bit = 1UL << (_depth - 1);
            _objects = isObject ? _objects | bit : _objects & ~bit;
        }
        _expectsName = isObject && _depth <= DeepestMember;
    }

    private void Close()
    {
        if (_depth == 0) _stray = true;
        else if (--_depth == 0) _closed = true;
        _expectsName = false;
    }

    /// <summary>Takes a part of a string.</summary>
    private void Note(ReadOnlySpan<byte> part)
    {
        if (_readsName) AppendName(part);
        else if (_isText) text!.Add(part.Length);
    }

    private void AppendName(ReadOnlySpan<byte> part)
    {
        if (_nameLength == TooLong || _nameLength + part.Length > LongestName)
        {
            _nameLength = TooLong;
            return;
        }
        part.CopyTo(_name.AsSpan(_nameLength));
        _nameLength += part.Length;
    }

    private void StartValue()
    {
        if (!InObject) return;
        var name = _nameLength == TooLong ? default : _name.AsSpan(0, _nameLength);
        if (_inText) _isText = !text!.Excludes(name);
        else if (text is not null && _depth == text.Depth && name.SequenceEqual(text.Name)) _inText = _isText = true;
        StartCapture(name);
    }

    private void StartCapture(ReadOnlySpan<byte> name)
    {
        if (_capturing is not null) return;
        foreach (var member in members)
        {
            if (member.Depth != _depth || !name.SequenceEqual(member.Name)) continue;
            member.Start();
            (_capturing, _captureDepth) = (member, _depth);
            return;
        }
    }

    /// <summary>A comma or bracket at the member's own depth ends its value.</summary>
    private void EndValue()
    {
        if (_inText && _depth == text!.Depth) _inText = _isText = false;
        if (_capturing is null || _depth != _captureDepth) return;
        _capturing.Finish();
        _capturing = null;
    }
}
