using Vernier.Catalog;
using Vernier.Host.Commands;
using Vernier.Toolkit.Rules;

namespace Vernier.Toolkit.Tests.Rules;

/// <summary>Checks that alerts have tests; promtool runs them.</summary>
public class AlertExampleTests
{
    public static TheoryData<string> Alerts => [.. All.Select(alert => alert.Name)];

    private static IEnumerable<AlertDefinition> All =>
        GenerateCommand.Systems.Prepend(TargetAlerts.Catalog).SelectMany(catalog => new SystemRules(catalog).Alerts);

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Alert_Each_HasATestInWhichItFiresAndOneInWhichItDoesNot(string name)
    {
        var tests = All.Single(alert => alert.Name == name).Tests;

        tests.ShouldContain(test => test.Firing > 0);
        tests.ShouldContain(test => test.Firing == 0);
    }
}
