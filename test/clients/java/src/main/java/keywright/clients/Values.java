package keywright.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;

/** The variables of a scenario, and values of answers as JSON. */
final class Values {
  private final JsonObject variables = new JsonObject();

  void set(String variable, JsonElement value) {
    variables.add(variable, value);
  }

  /** The same value, with each text that begins with `$` replaced by the variable that it names. */
  JsonElement fillIn(JsonElement value) {
    if (value.isJsonObject()) {
      JsonObject object = new JsonObject();
      for (Map.Entry<String, JsonElement> field : value.getAsJsonObject().entrySet()) object.add(field.getKey(), fillIn(field.getValue()));
      return object;
    }
    if (value.isJsonArray()) {
      JsonArray array = new JsonArray();
      for (JsonElement element : value.getAsJsonArray()) array.add(fillIn(element));
      return array;
    }
    if (!value.isJsonPrimitive() || !value.getAsString().startsWith("$")) return value;
    JsonElement known = at(variables, value.getAsString().substring(1));
    if (known == null) throw new IllegalArgumentException("there is no variable " + value);
    return known;
  }

  /** What is at a path such as `KeyVersions.KeyVersion.0.KeyVersionId`, or null. */
  static JsonElement at(JsonElement value, String path) {
    JsonElement found = value;
    for (String name : path.split("\\.")) {
      if (found instanceof JsonObject object) {
        found = object.get(name);
      } else if (found instanceof JsonArray array && name.matches("\\d+") && Integer.parseInt(name) < array.size()) {
        found = array.get(Integer.parseInt(name));
      } else {
        return null;
      }
    }
    return found;
  }

  /** A number or a boolean is the same as its text: some clients declare numbers as texts. */
  static boolean same(JsonElement one, JsonElement other) {
    if (one == null) return false;
    return one.isJsonPrimitive() && other.isJsonPrimitive() ? one.getAsString().equals(other.getAsString()) : one.equals(other);
  }
}
