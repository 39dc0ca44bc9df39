using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;
using Vernier.Toolkit.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>Reads rule files of Prometheus (its documentation, "Recording rules" and "Alerting rules"). The expressions themselves are not looked at.</summary>
internal sealed class RuleFileReader
{
    private static readonly string[] FileKeys = ["groups"];
    private static readonly string[] GroupKeys = ["name", "interval", "limit", "query_offset", "labels", "rules"];
    private static readonly string[] RuleKeys = ["record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"];

    private readonly YamlFile _yaml;
    private readonly List<QuerySubject> _queries = [];

    private RuleFileReader(YamlFile yaml) => _yaml = yaml;

    public static SourceContent Read(YamlFile yaml)
    {
        var reader = new RuleFileReader(yaml);
        if (yaml.Root is not null)
            reader.ReadGroups(yaml.Root);
        return new() { Queries = reader._queries, Findings = yaml.Findings };
    }

    private void ReadGroups(YamlNode root)
    {
        if (Mapping(root, "the file", FileKeys, "") is not { } file || Value(file, "groups") is not { } groups)
            return;
        var names = new HashSet<string>();
        foreach (YamlNode item in Items(groups, "groups", ""))
        {
            if (Mapping(item, "a group", GroupKeys, "") is not { } group)
                continue;
            string name = (Value(group, "name") as YamlScalarNode)?.Value ?? "";
            if (name.Length == 0)
                Wrong(item, "", "A group has no name.", "Give it one, which no other group of the file has.");
            else if (!names.Add(name))
                Wrong(item, "", $"There are two groups of the name {name}.", "Give each group a name of its own.");
            CheckDuration(Value(group, "interval"), $"group {name}");
            CheckDuration(Value(group, "query_offset"), $"group {name}");
            IReadOnlyDictionary<string, string> labels = Texts(Value(group, "labels"), $"group {name}");
            foreach (YamlNode rule in Items(Value(group, "rules"), "rules", $"group {name}"))
                ReadRule(rule, labels);
        }
    }

    private void ReadRule(YamlNode node, IReadOnlyDictionary<string, string> ofGroup)
    {
        if (Mapping(node, "a rule", RuleKeys, "") is not { } rule)
            return;
        string? alert = (Value(rule, "alert") as YamlScalarNode)?.Value;
        string? record = (Value(rule, "record") as YamlScalarNode)?.Value;
        string subject = alert is not null ? $"alert {alert}" : $"recording rule {record}";
        if (string.IsNullOrEmpty(alert) == string.IsNullOrEmpty(record))
        {
            Wrong(node, "", alert is null ? "A rule has neither alert nor record." : "A rule has both alert and record.", "Give it one of the two: the name of the alert, or of the series that it records.");
            return;
        }
        foreach (string key in alert is null ? ["for", "keep_firing_for", "annotations"] : Array.Empty<string>())
        {
            if (Value(rule, key) is { } misplaced)
                Wrong(misplaced, subject, $"A recording rule has no {key}.", "Leave it out.");
        }
        TimeSpan? wait = CheckDuration(Value(rule, "for"), subject);
        CheckDuration(Value(rule, "keep_firing_for"), subject);
        if (Value(rule, "expr") is not YamlScalarNode { Value.Length: > 0 } expression)
        {
            Wrong(node, subject, "A rule has no expression.", "Add expr.");
            return;
        }

        (LintPlace place, bool keepsLines) = _yaml.TextOf(expression, subject);
        IReadOnlyDictionary<string, string> labels = Texts(Value(rule, "labels"), subject);
        _queries.Add(new(alert is null ? QueryUse.Recording : QueryUse.Alert, expression.Value.TrimEnd(), place)
        {
            Title = alert ?? record!,
            For = wait,
            Labels = ofGroup.Count == 0 ? labels : ofGroup.Where(label => !labels.ContainsKey(label.Key)).Concat(labels).ToDictionary(),
            Annotations = Texts(Value(rule, "annotations"), subject),
            KeepsLines = keepsLines,
        });
    }

    /// <summary>The length of time; null when there is none, or one that cannot be read.</summary>
    private TimeSpan? CheckDuration(YamlNode? node, string subject)
    {
        if (node is null)
            return null;
        if (node is YamlScalarNode { Value: "0" })
            return TimeSpan.Zero;
        if (node is YamlScalarNode { Value: { } text } && PrometheusDuration.TryParse(text, out TimeSpan duration))
            return duration;
        Wrong(node, subject, $"'{node}' is no length of time.", "Write it as Prometheus does: 30s, 5m, 1h30m.");
        return null;
    }

    private IReadOnlyDictionary<string, string> Texts(YamlNode? node, string subject)
    {
        var texts = new Dictionary<string, string>();
        if (node is null || Mapping(node, "labels and annotations", allowed: null, subject) is not { } mapping)
            return texts;
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            if (value is YamlScalarNode text)
                texts[key.ToString()] = text.Value ?? "";
            else
                Wrong(value, subject, $"The value of {key} is no text.", "Put it in quotes.");
        }
        return texts;
    }

    private IEnumerable<YamlNode> Items(YamlNode? node, string name, string subject)
    {
        if (node is null or YamlScalarNode { Value: null or "", Style: ScalarStyle.Plain })
            return [];
        if (node is YamlSequenceNode list)
            return list.Children;
        Wrong(node, subject, $"{name} is no list.", "Write its items with dashes.");
        return [];
    }

    private YamlMappingNode? Mapping(YamlNode node, string what, string[]? allowed, string subject)
    {
        if (node is not YamlMappingNode mapping)
        {
            Wrong(node, subject, $"Expected keys and values for {what}.", allowed is null ? "Write them as key: value." : $"Its keys are {string.Join(", ", allowed)}.");
            return null;
        }
        foreach (YamlNode key in mapping.Children.Keys.Where(key => allowed is not null && !allowed.Contains(key.ToString())))
            Wrong(key, subject, $"Prometheus knows no {key} in {what}, and refuses the whole file.", $"Allowed are {string.Join(", ", allowed!)}.");
        return mapping;
    }

    private static YamlNode? Value(YamlMappingNode mapping, string key) => mapping.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;

    private void Wrong(YamlNode at, string subject, string reason, string mend) => _yaml.Report(LintRules.RuleFileForm, at, subject, reason, mend);
}
