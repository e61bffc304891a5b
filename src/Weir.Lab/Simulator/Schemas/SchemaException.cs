namespace Weir.Lab.Simulator.Schemas;

/// <summary>The schema cannot be read or met; caught by <see cref="SchemaSample"/>, which turns it into an answer.</summary>
internal sealed class SchemaException(string message) : Exception(message);
