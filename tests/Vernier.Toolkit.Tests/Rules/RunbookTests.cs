using Vernier.Host.Commands;
using Vernier.Testing;
using Vernier.Toolkit.Rules;

namespace Vernier.Toolkit.Tests.Rules;

public class RunbookTests
{
    public static TheoryData<string, string> Runbooks =>
        [.. GenerateCommand.Systems.Prepend(TargetAlerts.Catalog).SelectMany(catalog => new SystemRules(catalog).Alerts).Select(alert => (alert.Name, alert.Runbook))];

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Alert_Each_HasARunbookSection(string name, string runbook)
    {
        var parts = runbook.Split('#');

        File.ReadLines(Path.Combine(Repository.Root, parts[0])).Where(line => line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => line[3..].ToLowerInvariant().Replace(' ', '-')).ShouldContain(parts[1], name);
    }
}
