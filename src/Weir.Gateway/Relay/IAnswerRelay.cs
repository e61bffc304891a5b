using Weir.Gateway.Calls;

namespace Weir.Gateway.Relay;

/// <summary>
/// An answer on its way from an upstream to the client. It is taken in up to the point from which it is passed on
/// (<see cref="Model.CommitPoint"/>), and then passed on; before that point nothing has reached the client, and another attempt
/// can take over unseen.
/// </summary>
internal interface IAnswerRelay : IDisposable
{
    /// <summary>Takes the answer in up to its commit point. Touches nothing that the client sees.</summary>
    /// <returns>Why there is no answer, or null.</returns>
    ValueTask<CallError?> TakeInAsync();

    /// <summary>Passes on what was taken in and all that follows, except the answer's end, which is held back until the call is settled.</summary>
    /// <returns>Why there is no whole answer, or null.</returns>
    ValueTask<CallError?> PassOnAsync();
}
