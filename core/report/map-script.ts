/**
 * The script that draws the report's map with Leaflet. It is kept as text because it runs in the page, not here:
 * nothing from outside the page's data is used, and all words go in as text nodes, never as markup.
 */
export const mapScript = String.raw`
(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('map-data').textContent);
  var box = document.getElementById('map');
  if (!box) return;
  var map = L.map(box, { attributionControl: false, zoomSnap: 0.25, zoomDelta: 0.5, maxZoom: 25, preferCanvas: true });
  L.control.scale({ imperial: false, maxWidth: 160 }).addTo(map);
  var style = getComputedStyle(document.documentElement);
  function colour(name) { return style.getPropertyValue(name).trim(); }
  var layers = { grid: L.layerGroup(), photos: L.layerGroup(), stands: L.layerGroup(), circles: L.layerGroup() };
  var bands = {};

  function drawPhotos() {
    layers.photos.clearLayers();
    data.photos.forEach(function (photo) {
      L.polygon(photo.outline, { color: colour('--outline'), weight: 1, opacity: 0.4, fillColor: colour('--searched'), fillOpacity: 0.3, interactive: false })
        .addTo(layers.photos);
    });
  }

  // Lines every 1, 2 or 5 times a power of ten metres, 60 to 150 pixels apart: a sense of size without any map picture.
  function drawGrid() {
    layers.grid.clearLayers();
    var bounds = map.getBounds().pad(0.1);
    var centre = map.getCenter();
    var metresPerLat = 111320;
    var metresPerLon = Math.max(1, 111320 * Math.cos(centre.lat * Math.PI / 180));
    var metresPerPx = map.distance(map.containerPointToLatLng([0, 0]), map.containerPointToLatLng([100, 0])) / 100;
    var wanted = metresPerPx * 60;
    var power = Math.pow(10, Math.floor(Math.log10(wanted)));
    var step = [1, 2, 5, 10].map(function (k) { return k * power; }).find(function (s) { return s >= wanted; });
    var line = { color: colour('--grid'), weight: 1, interactive: false };
    var i;
    for (i = Math.ceil(bounds.getSouth() * metresPerLat / step); i * step / metresPerLat < bounds.getNorth(); i++)
      L.polyline([[i * step / metresPerLat, bounds.getWest()], [i * step / metresPerLat, bounds.getEast()]], line).addTo(layers.grid);
    for (i = Math.ceil(bounds.getWest() * metresPerLon / step); i * step / metresPerLon < bounds.getEast(); i++)
      L.polyline([[bounds.getSouth(), i * step / metresPerLon], [bounds.getNorth(), i * step / metresPerLon]], line).addTo(layers.grid);
  }

  function bubble(sighting) {
    var root = document.createElement('div');
    var title = document.createElement('strong');
    title.textContent = 'Sighting ' + sighting.number;
    root.appendChild(title);
    if (sighting.picture) {
      var image = document.createElement('img');
      image.src = 'data:image/jpeg;base64,' + sighting.picture;
      image.alt = 'Best view of sighting ' + sighting.number;
      root.appendChild(image);
    }
    sighting.lines.forEach(function (text) {
      var line = document.createElement('div');
      line.textContent = text;
      root.appendChild(line);
    });
    return root;
  }

  function pinMarkup(band) {
    return '<svg class="pin pin-' + band + '" viewBox="0 0 24 24" aria-hidden="true">' + data.looks[band].shape + '</svg>';
  }

  // Elements can be reached with the keyboard, but thousands are slow: then the canvas draws the same shapes.
  var many = data.sightings.length > 1500;
  var CanvasPin = L.CircleMarker.extend({
    _updatePath: function () {
      var ctx = this._renderer._ctx, p = this._point, band = this.options.band;
      if (!ctx || this._empty()) return;
      ctx.beginPath();
      if (band === 'certain') ctx.arc(p.x, p.y, 7, 0, 2 * Math.PI);
      else if (band === 'probable') { ctx.moveTo(p.x, p.y - 8); ctx.lineTo(p.x + 8, p.y + 6); ctx.lineTo(p.x - 8, p.y + 6); ctx.closePath(); }
      else ctx.rect(p.x - 6.5, p.y - 6.5, 13, 13);
      this._renderer._fillStroke(ctx, this);
    },
  });
  var markers = {};
  function drawExtents() {
    layers.stands.clearLayers();
    layers.circles.clearLayers();
    data.sightings.forEach(function (sighting) {
      var line = colour('--line-' + sighting.band);
      if (sighting.stand)
        L.polygon(sighting.stand, { color: line, weight: 2, dashArray: '5 3', fillOpacity: 0.18, interactive: false }).addTo(layers.stands);
      L.circle(sighting.at, { radius: sighting.radiusM, color: line, weight: 1, opacity: 0.85, fillOpacity: 0.12, interactive: false }).addTo(layers.circles);
    });
  }

  // The surest come last and lie on top.
  data.sightings.slice().reverse().forEach(function (sighting) {
    var look = data.looks[sighting.band];
    if (!bands[sighting.band]) bands[sighting.band] = L.layerGroup();
    var group = bands[sighting.band];
    var title = 'Sighting ' + sighting.number + ', ' + sighting.lines[0];
    var marker = many
      ? new CanvasPin(sighting.at, { band: sighting.band, radius: 8, color: '#fff', weight: 1.5, fillColor: look.colour, fillOpacity: 1 })
      : L.marker(sighting.at, { title: title, alt: title, riseOnHover: true,
          icon: L.divIcon({ className: 'pin-icon', html: pinMarkup(sighting.band), iconSize: [22, 22] }) });
    marker.bindPopup(function () { return bubble(sighting); }, { minWidth: 220, maxWidth: 260 }).addTo(group);
    if (!many) marker.on('add', function () { marker.getElement().setAttribute('aria-label', title); });
    markers[sighting.number] = marker;
  });

  var extent = L.latLngBounds([]);
  data.photos.forEach(function (photo) { extent.extend(photo.outline); });
  data.sightings.forEach(function (sighting) { extent.extend(sighting.at); });
  if (extent.isValid()) map.fitBounds(extent.pad(0.05)); else map.setView([0, 0], 1);
  drawPhotos();
  drawExtents();
  drawGrid();
  map.on('moveend', drawGrid);
  ['grid', 'photos', 'stands', 'circles'].forEach(function (name) { layers[name].addTo(map); });
  Object.keys(bands).forEach(function (name) { bands[name].addTo(map); });

  document.querySelectorAll('input[data-layer]').forEach(function (input) {
    var layer = layers[input.dataset.layer] || bands[input.dataset.layer];
    if (!layer) return;
    input.addEventListener('change', function () { if (input.checked) layer.addTo(map); else layer.remove(); });
    if (!input.checked) layer.remove();
  });
  document.querySelectorAll('button[data-sighting]').forEach(function (button) {
    button.addEventListener('click', function () {
      var marker = markers[button.dataset.sighting];
      var toggle = document.querySelector('input[data-layer="' + button.dataset.band + '"]');
      if (toggle && !toggle.checked) toggle.click();
      box.scrollIntoView({ block: 'nearest' });
      map.setView(marker.getLatLng(), Math.max(map.getZoom(), 20), { animate: false });
      marker.openPopup();
    });
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', function () { drawPhotos(); drawExtents(); drawGrid(); });
  window.addEventListener('beforeprint', function () { map.invalidateSize(); });
})();
`;
