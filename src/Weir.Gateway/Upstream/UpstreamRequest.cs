using Microsoft.AspNetCore.Http;
using Weir.Dialects.Json;

namespace Weir.Gateway.Upstream;

/// <summary>What an upstream is sent.</summary>
/// <param name="Path">Relative to the provider's base address; may have a query.</param>
/// <param name="Body">The body.</param>
/// <param name="From">The client's request, from which some headers are passed on.</param>
/// <param name="ContentType">What the body is, or null when there is none.</param>
/// <param name="IsTranslated">Whether the upstream speaks another dialect than the client, so that the client's headers for its own dialect mean nothing there.</param>
/// <param name="Sharer">The tenant that asks, where others use the provider's account too; else null.</param>
internal readonly record struct UpstreamRequest(string Path, EditedBody Body, HttpRequest From, string? ContentType, bool IsTranslated, string? Sharer);
