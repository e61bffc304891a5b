using System.Text.Json;

namespace Weir.Lab.Simulator.Reading;

/// <summary>How a provider names a place in a request, and what it says when the value there is wrong.</summary>
internal abstract class Wording
{
    public abstract string Join(string path, string name);

    public abstract string Join(string path, int index);

    public abstract ApiError Unknown(string path, string name);

    public abstract ApiError Missing(string path);

    /// <param name="path">The place.</param>
    /// <param name="value">What is there.</param>
    /// <param name="expected">What should be: string, integer, number, boolean, object, array.</param>
    public abstract ApiError WrongType(string path, JsonElement value, string expected);

    /// <param name="path">The place.</param>
    /// <param name="value">The number as it was written.</param>
    /// <param name="limit">What it has passed.</param>
    /// <param name="above">Above the greatest, not below the least.</param>
    public abstract ApiError OutOfRange(string path, string value, double limit, bool above);

    public abstract ApiError NotOneOf(string path, string value, IReadOnlyList<string> allowed);

    /// <summary>Any other mistake, in a sentence.</summary>
    public abstract ApiError Invalid(string path, string sentence);
}
