using Weir.Cli;

// Bytes that arrive from upstreams are handled on the thread that received them, which saves a thread switch per event.
// The runtime reads this once, before the first socket is made; an operator's own setting wins.
const string inlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
if (Environment.GetEnvironmentVariable(inlineCompletions) is null) Environment.SetEnvironmentVariable(inlineCompletions, "1");

return await WeirCommand.InvokeAsync(args);
