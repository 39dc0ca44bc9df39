using System.Globalization;
using Vernier.PromQL.Language;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Fields = System.Collections.Generic.Dictionary<string, (YamlDotNet.RepresentationModel.YamlNode Key, YamlDotNet.RepresentationModel.YamlNode Value)>;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>Reads Prometheus rule files (Prometheus documentation, "Recording rules" and "Alerting rules"). The expressions are not parsed.</summary>
internal sealed class RuleFileReader
{
    private const string MergeKey = "<<";

    private static readonly string[] FileKeys = ["groups"];
    private static readonly string[] GroupKeys = ["name", "interval", "limit", "query_offset", "labels", "rules"];
    private static readonly string[] RuleKeys = ["record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"];
    private static readonly string[] AlertOnlyKeys = ["for", "keep_firing_for", "annotations"];

    private readonly YamlFile _yaml;
    private readonly List<QuerySource> _queries = [];

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
        foreach (var item in Items(groups, "groups", ""))
        {
            if (Mapping(item, "a group", GroupKeys, "") is { } group)
                ReadGroup(item, group, names);
        }
    }

    private void ReadGroup(YamlNode node, Fields group, HashSet<string> names)
    {
        var name = (Value(group, "name") as YamlScalarNode)?.Value ?? "";
        var element = $"group {name}";
        if (name.Length == 0)
            Report(node, "", "The group has no name.", "Add a name that is unique in the file.");
        else if (!names.Add(name))
            Report(node, "", $"Duplicate group name '{name}'.", "Use a name that is unique in the file.");
        ReadDuration(Value(group, "interval"), element);
        ReadDuration(Value(group, "query_offset"), element);
        if (Value(group, "limit") is { } limit && !int.TryParse(TextOf(limit), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            Report(limit, element, $"{Describe(limit)} is not a valid limit.", "Write the maximum number of alerts or series of the group; 0 for no limit.");
        var labels = ReadTexts(Value(group, "labels"), element, "label");
        foreach (var rule in Items(Value(group, "rules"), "rules", element))
            ReadRule(rule, labels);
    }

    private void ReadRule(YamlNode node, IReadOnlyDictionary<string, string> groupLabels)
    {
        if (Mapping(node, "a rule", RuleKeys, "") is not { } rule || !HasValidNames(rule))
            return;
        var alert = NameOf(rule, "alert");
        var record = NameOf(rule, "record");
        if (alert is null == record is null)
        {
            Report(node, "", alert is null ? "The rule has neither alert nor record." : "The rule has both alert and record.", "Set alert to the name of the alert, or record to the name of the series.");
            return;
        }
        var element = alert is not null ? $"alert {alert}" : $"recording rule {record}";
        if (record is not null)
            CheckRecordingRule(rule, record, element);
        var duration = ReadDuration(Value(rule, "for"), element);
        ReadDuration(Value(rule, "keep_firing_for"), element);
        if (Value(rule, "expr") is not YamlScalarNode { Value.Length: > 0 } expression)
        {
            Report(node, element, "The rule has no expression.", "Add expr.");
            return;
        }

        (var location, var keepsLines) = _yaml.TextOf(expression, element);
        var labels = ReadTexts(Value(rule, "labels"), element, "label");
        _queries.Add(new(alert is null ? QueryKind.Recording : QueryKind.Alert, expression.Value.TrimEnd(), location)
        {
            Title = alert ?? record!,
            For = duration,
            Labels = groupLabels.Count == 0 ? labels : groupLabels.Where(label => !labels.ContainsKey(label.Key)).Concat(labels).ToDictionary(),
            Annotations = ReadTexts(Value(rule, "annotations"), element, "annotation"),
            KeepsLines = keepsLines,
        });
    }

    private bool HasValidNames(Fields rule)
    {
        foreach (var key in (string[])["alert", "record"])
        {
            if (Value(rule, key) is { } name and not YamlScalarNode)
            {
                Report(name, "", $"{Describe(name)} is not a valid name for {key}.", "Write a single word.");
                return false;
            }
        }
        return true;
    }

    private void CheckRecordingRule(Fields rule, string record, string element)
    {
        foreach (var key in AlertOnlyKeys)
        {
            if (Value(rule, key) is { } misplaced)
                Report(misplaced, element, $"A recording rule cannot have {key}.", $"Remove {key}.");
        }
        if (!MetricNames.IsMetricName(record))
            Report(Value(rule, "record")!, element, $"'{record}' is not a valid metric name.", "Use letters, digits, underscores and colons; do not start with a digit.");
    }

    /// <summary>Returns the duration; null if it is missing or invalid.</summary>
    private TimeSpan? ReadDuration(YamlNode? node, string element)
    {
        if (node is null)
            return null;
        if (TextOf(node) == "0")
            return TimeSpan.Zero;
        if (PrometheusDuration.TryParse(TextOf(node), out var duration))
            return duration;
        Report(node, element, $"{Describe(node)} is not a valid duration.", "Use the Prometheus format: 30s, 5m, 1h30m.");
        return null;
    }

    /// <param name="node">The node; null if the field is missing.</param>
    /// <param name="element">The element, for findings.</param>
    /// <param name="kind"><c>label</c> or <c>annotation</c>.</param>
    private IReadOnlyDictionary<string, string> ReadTexts(YamlNode? node, string element, string kind)
    {
        var texts = new Dictionary<string, string>();
        if (node is null || Mapping(node, $"{kind}s", allowed: null, element) is not { } fields)
            return texts;
        foreach ((var key, var value) in fields.Values)
        {
            var name = TextOf(key);
            if (!MetricNames.IsLabelName(name) || name == "__name__")
                Report(key, element, $"{Describe(key)} is not a valid {kind} name.", "Use letters, digits and underscores; do not start with a digit or use __name__.");
            else if (value is YamlScalarNode text)
                texts[name] = text.Value ?? "";
            else
                Report(value, element, $"The value of {kind} {name} is not a string.", "Quote the value.");
        }
        return texts;
    }

    private IEnumerable<YamlNode> Items(YamlNode? node, string key, string element)
    {
        if (node is null)
            return [];
        if (node is YamlSequenceNode list)
            return list.Children;
        Report(node, element, $"{key} is not a list.", "Start each item with a dash.");
        return [];
    }

    /// <summary>Returns the fields of a mapping, including merged ones (<c>&lt;&lt;: *other</c>); null if the node is not a mapping.</summary>
    private Fields? Mapping(YamlNode node, string what, string[]? allowed, string element)
    {
        if (node is not YamlMappingNode mapping)
        {
            Report(node, element, $"Expected a mapping for {what}.", allowed is null ? "Write key: value." : $"Use the keys {string.Join(", ", allowed)}.");
            return null;
        }
        var fields = new Fields();
        Merge(fields, mapping);
        foreach (var key in mapping.Children.Keys.Where(key => allowed is not null && !allowed.Contains(TextOf(key)) && TextOf(key) != MergeKey))
            Report(key, element, $"{Describe(key)} is not a valid key in {what}; Prometheus rejects the whole file.", $"Use the keys {string.Join(", ", allowed!)}.");
        return fields;
    }

    /// <summary>The fields of the mapping itself override merged ones.</summary>
    private void Merge(Fields fields, YamlMappingNode mapping)
    {
        foreach ((var key, var value) in mapping.Children.Where(child => TextOf(child.Key) != MergeKey))
            fields.TryAdd(TextOf(key), (key, value));
        if (!mapping.Children.TryGetValue(new YamlScalarNode(MergeKey), out var merged))
            return;
        foreach (var item in merged is YamlSequenceNode list ? list.Children : [merged])
        {
            if (item is YamlMappingNode other)
                Merge(fields, other);
            else
                Report(item, "", $"{Describe(item)} cannot be merged.", $"Write {MergeKey}: *name, where &name is the anchor of a mapping.");
        }
    }

    /// <summary>Returns the value of a field; null if it is missing or empty.</summary>
    private static YamlNode? Value(Fields fields, string key) =>
        fields.TryGetValue(key, out var field) && field.Value is not YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" } ? field.Value : null;

    private void Report(YamlNode at, string element, string message, string fix) => _yaml.Report(LintRules.InvalidRuleFile, at, element, message, fix);

    private static string? NameOf(Fields rule, string key) => Value(rule, key) is { } name && TextOf(name) is { Length: > 0 } text ? text : null;

    private static string TextOf(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";

    // Lists and mappings are not quoted: aliases can make them arbitrarily large.
    private static string Describe(YamlNode node) => node switch
    {
        YamlScalarNode => $"'{TextOf(node)}'",
        YamlSequenceNode => "A list",
        _ => "A mapping",
    };
}
