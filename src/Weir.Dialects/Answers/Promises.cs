using Weir.Dialects.Conversations;

namespace Weir.Dialects.Answers;

/// <summary>What a client may count on in its answer although the provider could not be told, or may not listen: kept on the answer's way back.</summary>
public static class Promises
{
    /// <summary>Puts in front of a sink what keeps the promises of a conversation whose request has been written.</summary>
    /// <param name="conversation">What was asked.</param>
    /// <param name="next">Where the answer's pieces go.</param>
    /// <returns><paramref name="next"/> itself, where there is nothing to keep.</returns>
    public static IAnswerSink Keep(Conversation conversation, IAnswerSink next)
    {
        if (conversation.CutsAfter is { } tokens) next = new CutAnswer(tokens, next);
        return conversation.ParallelToolCalls == false ? new OneCallAtATime(next) : next;
    }
}
