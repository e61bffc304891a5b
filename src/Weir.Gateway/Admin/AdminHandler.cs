using Microsoft.AspNetCore.Http;

namespace Weir.Gateway.Admin;

/// <summary>Answers a request that was let in.</summary>
/// <param name="http">The request and its response.</param>
/// <param name="by">Who asks, as <see cref="AdminGate"/> names it.</param>
internal delegate Task AdminHandler(HttpContext http, string by);
