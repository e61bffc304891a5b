using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Converse;
using Weir.Lab.Simulator.Gemini;
using Weir.Lab.Simulator.Messages;

namespace Weir.Lab.Simulator.Dialects;

/// <summary>All providers that the simulator can be, told apart by the address that is called.</summary>
internal sealed class ProviderDialects
{
    private readonly ProviderDialect[] _all;

    public ProviderDialects(SimulatorOptions options)
    {
        var engine = new AnswerEngine(options);
        _all = [new AnthropicDialect(engine), new GeminiDialect(engine), new BedrockDialect(engine), new OpenAIDialect(engine)];
    }

    public ProviderDialect For(string path, Exchange exchange) => _all.First(dialect => dialect.Owns(path, exchange));
}
