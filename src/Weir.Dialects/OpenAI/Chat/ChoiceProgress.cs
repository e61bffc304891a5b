namespace Weir.Dialects.OpenAI.Chat;

/// <summary>How far a choice of a streamed answer has come.</summary>
internal sealed class ChoiceProgress
{
    private readonly List<bool> _arguments = [];
    private int _thought;
    private bool _thinks;

    /// <summary>Whether it has been said who speaks.</summary>
    public bool HasBegun { get; set; }

    /// <summary>How many pictures it has.</summary>
    public int Images { get; set; }

    /// <summary>Number of the thought that is being said, which begins if there is none.</summary>
    public int Thought()
    {
        _thinks = true;
        return _thought;
    }

    /// <summary>What is thought from now on is another thought.</summary>
    public void CloseThought()
    {
        if (_thinks) _thought++;
        _thinks = false;
    }

    /// <summary>A call begins.</summary>
    public void AddCall(int call)
    {
        while (_arguments.Count <= call) _arguments.Add(false);
    }

    /// <summary>A call has arguments.</summary>
    public void AddArguments(int call)
    {
        AddCall(call);
        _arguments[call] = true;
    }

    /// <summary>Whether a call has any arguments.</summary>
    public bool HasArguments(int call) => call < _arguments.Count && _arguments[call];
}
