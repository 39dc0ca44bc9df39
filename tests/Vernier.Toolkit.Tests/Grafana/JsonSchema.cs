using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Vernier.Toolkit.Tests.Grafana;

/// <summary>
/// Validates against a JSON schema of draft 7, with the keywords that Grafana's schemas use. An unknown one fails, so that nothing passes because it
/// was not looked at.
/// </summary>
internal sealed class JsonSchema(JsonNode root)
{
    private static readonly HashSet<string> Handled =
    [
        "$schema", "$ref", "type", "properties", "required", "additionalProperties", "items", "enum", "const", "pattern", "minLength", "oneOf", "anyOf", "allOf",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "definitions", "description", "default", "format",
        "deprecated", "x-deprecation-message",
    ];

    /// <summary>The mistakes of a value, each with its place; by a definition of the schema, or by its root.</summary>
    public IReadOnlyList<string> Validate(JsonNode? value, string? definition = null) =>
        [.. Check(value, definition is null ? root : root["definitions"]![definition] ?? throw new KeyNotFoundException(definition), "$")];

    private IEnumerable<string> Check(JsonNode? value, JsonNode schema, string place)
    {
        var rules = schema.AsObject();
        foreach (var keyword in rules.Select(rule => rule.Key).Where(keyword => !Handled.Contains(keyword)))
            yield return $"{place}: the keyword {keyword} is not handled.";
        if (rules["$ref"] is { } reference)
        {
            foreach (var mistake in Check(value, root["definitions"]![((string)reference!).Split('/')[^1]]!, place))
                yield return mistake;
            yield break;
        }

        var mistakes = CheckLeaf(value, rules, place).Concat(CheckChoices(value, rules, place)).Concat(value switch
        {
            JsonObject map => CheckObject(map, rules, place),
            JsonArray list => list.SelectMany((item, i) => rules["items"] is { } items ? Check(item, items, $"{place}[{i}]") : []),
            _ => [],
        });
        foreach (var mistake in mistakes)
            yield return mistake;
    }

    private static IEnumerable<string> CheckLeaf(JsonNode? value, JsonObject rules, string place)
    {
        if (rules["type"] is { } type && !HasType(value, (string)type!))
            yield return $"{place}: {value?.ToJsonString() ?? "null"} is no {type}.";
        if (rules["enum"] is JsonArray allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
            yield return $"{place}: {value?.ToJsonString()} is none of {allowed.ToJsonString()}.";
        if (rules["const"] is { } constant && !JsonNode.DeepEquals(constant, value))
            yield return $"{place}: {value?.ToJsonString()} is not {constant.ToJsonString()}.";
        if (value?.GetValueKind() is JsonValueKind.String)
        {
            if (rules["pattern"] is { } pattern && !Regex.IsMatch((string)value!, (string)pattern!))
                yield return $"{place}: {value} does not match {pattern}.";
            if (rules["minLength"] is { } length && ((string)value!).Length < (int)length)
                yield return $"{place}: it is shorter than {length}.";
        }
        if (value?.GetValueKind() is JsonValueKind.Number && !InRange(value.Deserialize<double>(), rules))
            yield return $"{place}: {value} is out of range.";
    }

    private static bool InRange(double number, JsonObject rules) =>
        (rules["minimum"] is not { } minimum || number >= (double)minimum) && (rules["maximum"] is not { } maximum || number <= (double)maximum)
        && (rules["exclusiveMinimum"] is not { } above || number > (double)above) && (rules["exclusiveMaximum"] is not { } below || number < (double)below);

    private IEnumerable<string> CheckChoices(JsonNode? value, JsonObject rules, string place)
    {
        foreach (var mistake in (rules["allOf"]?.AsArray() ?? []).SelectMany(schema => Check(value, schema!, place)))
            yield return mistake;
        foreach (var keyword in (string[])["anyOf", "oneOf"])
        {
            if (rules[keyword] is not JsonArray choices)
                continue;
            string[][] outcomes = [.. choices.Select(schema => Check(value, schema!, place).ToArray())];
            var fitting = outcomes.Count(outcome => outcome.Length == 0);
            if (fitting == 0 || (keyword == "oneOf" && fitting > 1))
                yield return $"{place}: {fitting} of {choices.Count} choices fit: {string.Join(" | ", outcomes.SelectMany(outcome => outcome))}";
        }
    }

    private IEnumerable<string> CheckObject(JsonObject map, JsonObject rules, string place)
    {
        foreach (var name in (rules["required"]?.AsArray() ?? []).Select(name => (string)name!).Where(name => !map.ContainsKey(name)))
            yield return $"{place}: {name} is missing.";
        foreach ((var name, var value) in map)
        {
            var schema = rules["properties"]?[name] ?? rules["additionalProperties"];
            if (schema is JsonObject)
            {
                foreach (var mistake in Check(value, schema, $"{place}.{name}"))
                    yield return mistake;
            }
            else if (schema?.GetValueKind() is JsonValueKind.False)
            {
                yield return $"{place}: {name} is not known.";
            }
        }
    }

    private static bool HasType(JsonNode? value, string type) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() is JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() is JsonValueKind.Number,
        "integer" => value?.GetValueKind() is JsonValueKind.Number && value.Deserialize<double>() % 1 == 0,
        _ => throw new NotSupportedException(type),
    };
}
