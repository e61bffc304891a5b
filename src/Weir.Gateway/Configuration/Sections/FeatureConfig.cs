namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>features</c>: its name is all there is so far.</summary>
internal sealed class FeatureConfig : ConfigSection;
