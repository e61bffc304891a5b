namespace Weir.Dialects.Tests.Pairs.Requests;

/// <summary>What clients ask for, the same in every dialect.</summary>
public enum Scenario
{
    Hello,
    SystemPrompt,
    MultiTurn,
    InlineImage,
    ImageAddress,
    InlineFile,
    Tools,
    ToolLoop,
    ForcedTool,
    AnyTool,
    ForbiddenTool,
    OneToolAtATime,
    Limits,
    SchemaOfAnswer,
    Effort,
    ThoughtsGivenBack,
}
