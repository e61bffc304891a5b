using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Alerts;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Budgets;

/// <summary>Remembers which steps counters have reached, and tells people: once for each counter, window and step, whatever is restarted.</summary>
internal sealed class BudgetNews(BudgetBook book, StepStore store, IAlerts alerts, ILogger<BudgetNews> log) : IHostedService
{
    /// <summary>Steps that may wait to be written. What is beyond is taken for not reached: the counter's next call reaches it again.</summary>
    private const int MostWaiting = 10_000;

    /// <summary>Steps written in one transaction.</summary>
    private const int WrittenTogether = 500;

    private readonly Channel<ReachedStep> _reached =
        Channel.CreateBounded<ReachedStep>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private Task _telling = Task.CompletedTask;

    /// <summary>Takes a step that was reached, under the lock of the counters. Never blocks.</summary>
    public void Add(ReachedStep reached)
    {
        if (_reached.Writer.TryWrite(reached)) return;
        // A grace that was not noted would begin anew.
        if (reached.Step is not null) reached.Account.Steps.Forget(reached.Name);
        book.Told(reached);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _telling = Task.Run(TellAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _reached.Writer.TryComplete();
        await _telling.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task TellAsync()
    {
        var together = new List<ReachedStep>();
        while (await _reached.Reader.WaitToReadAsync())
        {
            together.Clear();
            while (together.Count < WrittenTogether && _reached.Reader.TryRead(out var reached)) together.Add(reached);
            try
            {
                foreach (var reached in News(together)) Tell(reached);
            }
            finally
            {
                foreach (var reached in together) book.Told(reached);
            }
        }
    }

    /// <summary>Those that nobody was told of.</summary>
    private IReadOnlyList<ReachedStep> News(IReadOnlyList<ReachedStep> reached)
    {
        try
        {
            return store.Add(reached);
        }
        catch (StorageException broken)
        {
            // Told twice is better than not at all.
            var budgets = string.Join(", ", reached.Select(step => step.Budget.Name).Distinct(StringComparer.Ordinal));
            BudgetLog.StepNotKept(log, budgets, broken.Message);
            return reached;
        }
    }

    private void Tell(ReachedStep reached)
    {
        var budget = reached.Budget;
        // Of many counters the alerts tell, which is enough of a crowd.
        if (budget.Each.IsEmpty)
        {
            var level = reached.Step is { Action: BudgetAction.Notify } ? LogLevel.Information : LogLevel.Warning;
            var share = reached.Step is { } step ? Percent(step.At) : "its limit, and is in its grace";
            var spent = BudgetWords.Of(reached.Figures.Spent.In(budget.Unit), budget.Unit);
            BudgetLog.StepReached(log, level, budget.Name, share, spent);
        }
        alerts.Raise(AlertOf(reached));
    }

    private static Alert AlertOf(ReachedStep reached)
    {
        var (budget, figures) = (reached.Budget, reached.Figures);
        var whose = reached.Row.Subject.Length == 0 ? "" : $" of {reached.Row.Subject}";
        var spent = BudgetWords.Of(figures.Spent.In(budget.Unit), budget.Unit);
        var (title, text) = reached.Step is { } step
            ? ($"The budget {budget.Name}{whose} has reached {Percent(step.At)}", TextOf(step))
            : ($"The budget {budget.Name}{whose} is in its grace", $"Its limit was in the way of a call. For {Configuration.Binding.Quantity.Show(budget.Grace!.For)} it lets {Percent(budget.Grace.Share)} more be spent.");
        var facts = new List<KeyValuePair<string, string>>
        {
            new("budget", budget.Name),
            new("spent", spent),
            new("limit", $"{BudgetWords.Of(figures.Limit, budget.Unit)} {BudgetWords.Of(budget.Calendar)}"),
        };
        if (reached.Row.Subject.Length > 0) facts.Insert(1, new("of", reached.Row.Subject));
        if (BudgetWords.ResetOf(figures) is { } resets) facts.Add(new("begins anew", resets.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)));
        if (budget.Contact is { } contact) facts.Add(new("contact", contact));
        return new Alert
        {
            Kind = AlertKinds.BudgetStep,
            Severity = reached.Step is { Action: BudgetAction.Notify } ? AlertSeverity.Info : reached.Step is { Action: BudgetAction.Block } ? AlertSeverity.Critical : AlertSeverity.Warning,
            Title = title,
            Text = $"{spent} of {BudgetWords.Of(figures.Limit, budget.Unit)} are spent. {text}",
            Facts = facts,
            At = DateTimeOffset.UnixEpoch.AddTicks(reached.At * TimeSpan.TicksPerMicrosecond),
            DedupeKey = $"{reached.Row.Budget}/{reached.Row.Definition}/{reached.Row.Subject}/{reached.Row.WindowStart}/{reached.Name}",
        };
    }

    private static string TextOf(BudgetStep step) => step.Action switch
    {
        BudgetAction.Degrade => "From now on its calls are answered in a cheaper way.",
        BudgetAction.Block => "From now on its calls are refused.",
        _ => "Nothing else happens at this step.",
    };

    private static string Percent(decimal share) => $"{Configuration.Binding.Quantity.Show(share * 100)} %";
}
