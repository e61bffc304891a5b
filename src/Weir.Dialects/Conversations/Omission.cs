namespace Weir.Dialects.Conversations;

/// <summary>Something that a client said and that cannot be said to the upstream.</summary>
/// <param name="Path">Where it stands in the client's request, such as <c>logit_bias</c> or <c>messages[0].name</c>.</param>
/// <param name="Why">What is in the way, as the end of a sentence, or null when the upstream's dialect just has no such parameter.</param>
/// <param name="IsContent">Whether it is part of what the model has to answer to, which is never dropped.</param>
/// <param name="Kind">What operators may call it beside its path: the type of a tool, such as <c>web_search</c>; or null.</param>
public sealed record Omission(string Path, string? Why, bool IsContent, string? Kind = null);
