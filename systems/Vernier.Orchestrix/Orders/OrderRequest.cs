using System.Buffers;
using System.Text.Json;

namespace Vernier.Orchestrix.Orders;

/// <summary>Reads the JSON of an order and collects all errors by the path of the field, for example <c>items[0].quantity</c>.</summary>
internal sealed class OrderRequest
{
    /// <summary>The maximum size of the JSON in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int MaxIdLength = 64;
    private const int MaxCustomerLength = 200;
    private const int MaxItems = 100;
    private const int MaxQuantity = 1_000_000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    private OrderRequest()
    {
    }

    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    public string OrderId { get; private set; } = "";

    public string Customer { get; private set; } = "";

    public IReadOnlyList<OrderLine> Items { get; private set; } = [];

    /// <summary>Reads the JSON. The values are complete only if <see cref="Errors"/> is empty.</summary>
    public static OrderRequest Read(ReadOnlySequence<byte> json)
    {
        var request = new OrderRequest();
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            request.ReadOrder(document.RootElement);
        }
        catch (JsonException exception)
        {
            request.AddError("$", $"is not valid JSON: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            // The reader throws this for an unpaired surrogate escape such as "\ud800".
            request.AddError("$", "contains text that is not valid Unicode");
        }

        return request;
    }

    /// <summary>Returns whether the text is a valid order id.</summary>
    public static bool IsOrderId(string value) =>
        value.Length is > 0 and <= MaxIdLength && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private void ReadOrder(JsonElement order)
    {
        if (order.ValueKind != JsonValueKind.Object)
        {
            AddError("$", $"must be an object, not {Describe(order)}");
            return;
        }

        OrderId = ReadId(order, "orderId", "orderId");
        Customer = ReadText(order, "customer", "customer") ?? "";
        if (Customer.Length > MaxCustomerLength || Customer.Any(char.IsControl))
            AddError("customer", $"must have at most {MaxCustomerLength} characters and no control characters");
        Items = ReadItems(order);
    }

    private List<OrderLine> ReadItems(JsonElement order)
    {
        var lines = new List<OrderLine>();
        if (!Find(order, "items", "items", out var items))
            return lines;
        if (items.ValueKind != JsonValueKind.Array)
            AddError("items", $"must be an array, not {Describe(items)}");
        else if (items.GetArrayLength() is 0 or > MaxItems)
            AddError("items", $"must have 1 to {MaxItems} entries, not {items.GetArrayLength()}");
        else
            lines.AddRange(items.EnumerateArray().Select(ReadItem));
        return lines;
    }

    private OrderLine ReadItem(JsonElement item, int index)
    {
        var path = $"items[{index}]";
        if (item.ValueKind == JsonValueKind.Object)
            return new OrderLine(ReadId(item, "sku", $"{path}.sku"), ReadQuantity(item, $"{path}.quantity"));

        AddError(path, $"must be an object, not {Describe(item)}");
        return new OrderLine("", 0);
    }

    private int ReadQuantity(JsonElement item, string path)
    {
        if (!Find(item, "quantity", path, out var value))
            return 0;
        if (value.ValueKind != JsonValueKind.Number)
            AddError(path, $"must be an integer, not {Describe(value)}");
        else if (value.TryGetInt32(out var quantity) && quantity is >= 1 and <= MaxQuantity)
            return quantity;
        else
            AddError(path, $"must be an integer from 1 to {MaxQuantity}");
        return 0;
    }

    private string ReadId(JsonElement parent, string name, string path)
    {
        var value = ReadText(parent, name, path);
        if (value is not null && !IsOrderId(value))
            AddError(path, $"must have 1 to {MaxIdLength} characters, each a letter, a digit, a dot, a dash or an underscore");
        return value ?? "";
    }

    private string? ReadText(JsonElement parent, string name, string path)
    {
        if (!Find(parent, name, path, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.String)
            AddError(path, $"must be a string, not {Describe(value)}");
        else if (value.GetString() is { } text && !string.IsNullOrWhiteSpace(text))
            return text;
        else
            AddError(path, "must not be empty");
        return null;
    }

    private bool Find(JsonElement parent, string name, string path, out JsonElement value)
    {
        if (parent.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null)
            return true;

        AddError(path, "is missing");
        return false;
    }

    private void AddError(string path, string error) => _errors[path] = [error];

    private static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
