#include "src/explore/checkpoint.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "src/explore/result_text.h"

namespace selvage::check {
namespace {

using nlohmann::json;

constexpr int version = 1;

template <class T, class Variant>
const T* alternative(const std::map<std::size_t, Variant>& items, std::size_t item) {
  const auto it = items.find(item);
  return it == items.end() ? nullptr : std::get_if<T>(&it->second);
}

}  // namespace

checkpoint::checkpoint(std::filesystem::path file, std::string identity)
    : file_(std::move(file)), identity_(std::move(identity)) {
  std::error_code error;
  if (!std::filesystem::exists(file_, error)) return;
  std::ifstream in(file_, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw checkpoint_error("cannot read the checkpoint '" + file_.string() + "'");
  read(text.str());
}

void checkpoint::read(const std::string& text) {
  const auto bad = [this](const std::string& why) { return checkpoint_error("'" + file_.string() + "' " + why); };
  try {
    std::istringstream lines(text);
    std::string line;
    std::getline(lines, line);
    const auto header = json::parse(line);
    if (header.at("checkpoint") != version) throw bad("is a checkpoint of another version of selvage; remove it");
    if (header.at("of") != identity_)
      throw bad("is the checkpoint of other programs or options; remove it or name another file");
    while (std::getline(lines, line)) {
      const auto head = json::parse(line);
      const std::size_t item = head.at("item");
      std::string result;
      if (!std::getline(lines, result)) throw std::runtime_error("a line is missing");
      if (head.contains("next"))
        items_[item] = campaign_state{parse_line(result), head.at("next"), head.at("search")};
      else
        items_[item] = parse_line(result);
    }
  } catch (const checkpoint_error&) {
    throw;
  } catch (const std::exception&) {
    throw bad("is no checkpoint");
  }
}

const campaign_result* checkpoint::result_of(std::size_t item) const {
  return alternative<campaign_result>(items_, item);
}

const campaign_state* checkpoint::state_of(std::size_t item) const { return alternative<campaign_state>(items_, item); }

void checkpoint::save(std::size_t item, const campaign_state& s) {
  items_[item] = s;
  write();
}

void checkpoint::finish(std::size_t item, const campaign_result& r) {
  items_[item] = r;
  write();
}

void checkpoint::write() const {
  auto fresh = file_;
  fresh += ".new";
  std::ofstream out(fresh, std::ios::binary);
  out << json{{"checkpoint", version}, {"of", identity_}}.dump() << '\n';
  for (const auto& [item, e] : items_) {
    json head = {{"item", item}};
    const auto* const state = std::get_if<campaign_state>(&e);
    if (state != nullptr) {
      head["next"] = state->next;
      head["search"] = state->search;
    }
    out << head.dump() << '\n' << to_line(state != nullptr ? state->so_far : std::get<campaign_result>(e));
  }
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(fresh, file_, error);
  if (!out || error) throw checkpoint_error("cannot write the checkpoint '" + file_.string() + "'");
}

}  // namespace selvage::check
