namespace Weir.Dialects.Json;

/// <summary>A member that a <see cref="JsonSkimmer"/> keeps: its name, how deep it stands, and its raw value once seen.</summary>
/// <param name="name">The member's name in UTF-8, as it is written without escapes; 64 bytes at most.</param>
/// <param name="depth">How many brackets are open around it: 1 for a member of the outermost object.</param>
/// <param name="capacity">Longest value kept, in bytes; a longer one is taken as absent.</param>
public sealed class JsonMember(ReadOnlyMemory<byte> name, int depth, int capacity = 256)
{
    private byte[] _value = [];
    private int _length;
    private bool _overflow;
    private bool _finished;

    /// <summary>The member's name in UTF-8.</summary>
    public ReadOnlySpan<byte> Name => name.Span;

    /// <summary>How many brackets are open around the member.</summary>
    public int Depth => depth;

    /// <summary>The raw JSON of the member's last occurrence, or empty when it was not seen, is not over yet, or was too long.</summary>
    public ReadOnlySpan<byte> Value => _finished && !_overflow ? _value.AsSpan(0, _length) : default;

    internal void Reset()
    {
        _value.AsSpan(0, _length).Clear();
        Start();
    }

    internal void Start()
    {
        _length = 0;
        _overflow = _finished = false;
    }

    internal void Append(ReadOnlySpan<byte> part)
    {
        if (_overflow || _length + part.Length > capacity)
        {
            _overflow = true;
            return;
        }
        if (_value.Length < _length + part.Length)
            Array.Resize(ref _value, Math.Min(capacity, Math.Max(64, 2 * (_length + part.Length))));
        part.CopyTo(_value.AsSpan(_length));
        _length += part.Length;
    }

    internal void Finish() => _finished = true;
}
