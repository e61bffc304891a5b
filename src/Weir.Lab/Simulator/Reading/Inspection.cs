using System.Text.Json;

namespace Weir.Lab.Simulator.Reading;

/// <summary>One look at a request: the first mistake is kept, and reading goes on with harmless values.</summary>
internal sealed class Inspection(Wording wording)
{
    public Wording Wording => wording;

    public ApiError? Mistake { get; private set; }

    public void Fail(ApiError error) => Mistake ??= error;

    public Field Root(JsonElement root) => new(this, "", root);
}
