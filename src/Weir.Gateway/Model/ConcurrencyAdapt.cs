namespace Weir.Gateway.Model;

/// <summary>By what a deployment's limit of attempts at a time is found.</summary>
internal enum ConcurrencyAdapt
{
    /// <summary>By nothing: the limit is <see cref="ConcurrencyModel.Max"/>.</summary>
    Off,

    /// <summary>By refusals: for hosted providers, which say when it is too much.</summary>
    Loss,

    /// <summary>By the time until the first token: for servers of one's own, which say nothing and become slow.</summary>
    Latency,
}
