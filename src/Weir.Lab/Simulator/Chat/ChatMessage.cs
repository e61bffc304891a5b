namespace Weir.Lab.Simulator.Chat;

/// <summary>A message as far as the simulator reads it: who, what, and how much it costs.</summary>
internal sealed record ChatMessage(string Role, string Text, int Tokens);
